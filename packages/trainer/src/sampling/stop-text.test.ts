import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StopText } from './stop-text.ts';

/** Every id is a byte, as in a byte-level vocabulary. */
const bytes = {
  decode: (ids: readonly number[]): string => new TextDecoder().decode(Uint8Array.from(ids)),
};
const spell = (text: string): number[] => [...new TextEncoder().encode(text)];

function stream(text: string, stop: readonly string[]) {
  const reader = new StopText(bytes, stop);
  const parts: string[] = [];
  for (const id of spell(text)) {
    parts.push(reader.push(id));
    if (reader.stopped) break;
  }
  parts.push(reader.end());
  return { reader, parts };
}

/** What the whole text says, read at once: cut where the first stop string to be complete begins. */
function cutAtOnce(text: string, stop: readonly string[]): string {
  for (let end = 1; end <= text.length; end++) {
    const cuts = stop.map((word) => text.slice(0, end).indexOf(word)).filter((at) => at >= 0);
    if (cuts.length > 0) return text.slice(0, Math.min(...cuts));
  }
  return text;
}

describe('StopText', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'ab', 'é', '語', '😀', ' '), maxLength: 30 });
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '語'), minLength: 1, maxLength: 4 });

  it('gives the same text in pieces as at once, whole characters only', () => {
    fc.assert(
      fc.property(text, fc.array(word, { maxLength: 3 }), (whole, stop) => {
        const { reader, parts } = stream(whole, stop);
        expect(reader.text).toBe(cutAtOnce(whole, stop));
        expect(parts.join('')).toBe(reader.text);
        for (const part of parts) expect(part).not.toContain('\uFFFD');
      }),
    );
  });

  it('holds back what may become a stop string, and gives it out when it does not', () => {
    expect(stream('one </ans two', ['</answer>']).parts.filter((part) => part.length > 1)).toEqual([
      '</ans ',
    ]);
    const { reader, parts } = stream('one</answer> two', ['</answer>']);
    expect([reader.text, reader.stopped]).toEqual(['one', true]);
    expect(parts.join('')).toBe('one');
  });

  it('writes half a character at the end as what it is', () => {
    const reader = new StopText(bytes, []);
    expect(
      spell('é')
        .slice(0, 1)
        .map((id) => reader.push(id))
        .join(''),
    ).toBe('');
    expect(reader.end()).toBe('\uFFFD');
  });
});
