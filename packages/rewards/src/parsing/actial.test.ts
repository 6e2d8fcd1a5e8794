import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreActial } from '../mixtures/answers/actial.ts';
import { PYTHON_SPACE, pythonStrip } from '../python/text.ts';
import { extractActialAnswer, hasActialFormat } from './actial.ts';

interface Expected {
  scorers: {
    'actial-reward': {
      overall: { n: number; mean_acc: number; mean_format: number; mean_score: number };
      items: { id: string; extracted: string; acc: number; format: number; score: number }[];
    };
  };
}

const goldens = process.env['PARALLAX_GOLDENS'];
const folder = join(goldens ?? '', 'benchmarks/actial-reward');
const missing = goldens === undefined || !existsSync(folder);
if (missing)
  console.warn('SKIPPED: actial reward goldens (PARALLAX_GOLDENS does not name a folder with them)');

const readLines = <T>(name: string): T[] =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

describe('the published reward', () => {
  it.skipIf(missing)('equals the official code on every golden item', () => {
    const data = readLines<{ id: string; ground_truth: string }>('data.jsonl');
    const predictions = readLines<{ id: string; prediction: string }>('predictions.jsonl');
    const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected;
    const { items, overall } = expected.scorers['actial-reward'];
    const completionOf = new Map(predictions.map((row) => [row.id, row.prediction]));
    const truthOf = new Map(data.map((row) => [row.id, row.ground_truth]));
    let sum = 0;
    for (const item of items) {
      const completion = completionOf.get(item.id)!;
      const score = scoreActial(truthOf.get(item.id)!, completion);
      sum += score.value;
      expect.soft(extractActialAnswer(completion).content, item.id).toBe(item.extracted);
      expect.soft(score.parts[0]!.value, item.id).toBe(item.format);
      expect.soft(score.parts[1]!.value, item.id).toBe(item.acc);
      expect.soft(Math.abs(score.value - item.score), item.id).toBeLessThan(1e-9);
    }
    expect(items).toHaveLength(overall.n);
    expect(sum / items.length).toBeCloseTo(overall.mean_score, 9);
  });

  it('folds the letters that Python folds and no others', () => {
    expect(hasActialFormat('<th\u0130nk>x</th\u0131nk><answer>A</answer>')).toBe(true);
    expect(hasActialFormat('<thin\u212a>x</thin\u212a><an\u017fwer>A</an\u017fwer>')).toBe(true);
    expect(hasActialFormat('<th\u00efnk>x</think><answer>A</answer>')).toBe(false);
  });

  it('agrees with the lazy regular expressions of the official rules on random tag soup', () => {
    const space = `[${PYTHON_SPACE}]`;
    const format = new RegExp(`^<think>[\\s\\S]*?</think>${space}*<answer>[\\s\\S]*?</answer>$`, 'iu');
    const answer = /<answer>([\s\S]*?)<\/answer>/iu;
    const soup = fc
      .array(
        fc.constantFrom(
          '<think>',
          '</think>',
          '<answer>',
          '</answer>',
          'A',
          ' ',
          '\n',
          '\u3000',
          '\ufeff',
          '<',
          '</',
        ),
        { maxLength: 14 },
      )
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(soup, (text) => {
        expect(hasActialFormat(text)).toBe(format.test(pythonStrip(text)));
        const match = answer.exec(text);
        expect(extractActialAnswer(text).content).toBe(match === null ? 'None' : pythonStrip(match[1]!));
      }),
      { numRuns: 2000 },
    );
  });

  it('stays fast on text made to make regular expressions backtrack', () => {
    const hostile = `<think>${'</think><answer>'.repeat(60_000)}${' '.repeat(100_000)}`;
    const startedAt = performance.now();
    scoreActial('A', hostile);
    scoreActial('A', `${'<answer>'.repeat(100_000)}`);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it('reports a span that holds the extracted text', () => {
    const completion = '<think>x</think>\n<answer> B\n</answer>';
    const { content, span } = extractActialAnswer(completion);
    expect(completion.slice(...span!)).toBe(content);
  });
});
