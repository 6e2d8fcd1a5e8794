import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Line, readLines } from './read-lines.ts';
import { readJsonLines } from './read-text.ts';

let path: string;
beforeAll(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'lines-')), 'file.jsonl');
});
afterAll(() => rm(join(path, '..'), { recursive: true }));

async function linesOf(content: string | Uint8Array, longestText?: number): Promise<Line[]> {
  await writeFile(path, content);
  const lines: Line[] = [];
  for await (const line of readLines(path, longestText)) lines.push(line);
  return lines;
}

it('are those between line feeds, whatever else a text holds, with their numbers', async () => {
  expect(await linesOf('\ufeffa\r\n\nb\u2028c\n')).toEqual([
    { text: 'a\r', line: 1 },
    { text: '', line: 2 },
    { text: 'b\u2028c', line: 3 },
  ]);
  expect(await linesOf('')).toEqual([]);
  // A letter that lies across two reads of the file.
  const across = `${'x'.repeat((1 << 18) - 1)}\u00e9\n\ud83d\ude00`;
  expect((await linesOf(across)).map(({ text }) => text)).toEqual(across.split('\n'));
});

it('are refused where they are no UTF-8 or without end', async () => {
  await expect(linesOf(Buffer.from('a\nb\xff\nc', 'latin1'))).rejects.toMatchObject({
    code: 'not-utf8',
    message: expect.stringContaining(':2 '),
  });
  await expect(linesOf(Buffer.alloc(65 << 20, 'x'))).rejects.toMatchObject({ code: 'line-too-long' });
});

it('keep their JSON where a text of it is cut, at any place in an escape or a character', async () => {
  const LONGEST = 1000;
  for (const piece of [
    'x',
    '\\n',
    '\\"',
    '\\\\',
    '\\u00e9',
    '\u00e9',
    '\u8a9e',
    '\ud83d\ude00',
    '}',
    '\t{'.trim(),
  ]) {
    for (const lead of ['', 'a', 'ab', 'abc']) {
      const text = lead + piece.repeat((1 << 19) / Buffer.byteLength(piece));
      await writeFile(path, `{"id": 1, "long": "${text}", "after": "\\"kept\\\\"}\n{"id": 2}\n`);
      const values = [];
      for await (const { value } of readJsonLines(path, LONGEST))
        values.push(value as Record<string, string>);
      const whole = JSON.parse(`"${text}"`) as string;
      expect(values[0]!['long']!.length, JSON.stringify(piece)).toBeGreaterThanOrEqual(LONGEST);
      expect(values[0]!['long']!.length).toBeLessThanOrEqual(LONGEST + 1);
      expect(whole.startsWith(values[0]!['long']!)).toBe(true);
      expect(values[0]!['after']).toBe('"kept\\');
      expect(values[1]).toEqual({ id: 2 });
    }
  }
});
