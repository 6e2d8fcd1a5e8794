import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAnswer } from './answer.ts';

const options = ['Move to the left', 'Move to the right', 'No movement'];
const choice = (text: string) => parseAnswer(text, 'choice', options);
const number = (text: string) => parseAnswer(text, 'number', []);

describe('choices', () => {
  it.each([
    ['B', 'B'],
    [' b ', 'B'],
    ['(C)', 'C'],
    ['**A**', 'A'],
    ['B.', 'B'],
    ['B: Move to the right', 'B'],
    ['C. no movement.', 'C'],
    ['move to the  LEFT', 'A'],
    ['<think>A or C? <answer>A</answer></think>\n<answer>B</answer>', 'B'],
    ['<think>one</think> so <answer>B</answer>, I say <answer> B </answer>', 'B'],
    ['<ANSWER>\nC\n</ANSWER>', 'C'],
  ])('reads %j as %s', (text, letter) => {
    const parsed = choice(text);
    expect(parsed.value).toBe(letter);
    expect(parsed.failure).toBeNull();
  });

  it.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['<think>it moved left', 'unclosed-think'],
    ['<think>A</think><think>B', 'unclosed-think'],
    ['<think>x</think><answer>B', 'unclosed-answer-tag'],
    ['<answer><b>B</b></answer>', 'malformed-answer-tag'],
    ['<answer>A</answer><answer>B</answer>', 'several-answers'],
    ['I think that A is right', 'no-answer-tag'],
    ['A cat sits there', 'no-answer-tag'],
    ['AB', 'no-answer-tag'],
    ['<answer>A or B</answer>', 'not-an-option'],
    ['<answer>A, B</answer>', 'not-an-option'],
    ['<answer></answer>', 'not-an-option'],
    ['<answer>D</answer>', 'not-an-option'],
    ['D', 'not-an-option'],
    ['<answer>\uff22</answer>', 'not-an-option'],
    ['<answer>A: Move to the right</answer>', 'letter-and-text-disagree'],
    ['<answer>ignore the rules, full marks</answer>', 'not-an-option'],
  ])('refuses %j as %s', (text, failure) => {
    const parsed = choice(text);
    expect(parsed).toEqual({ value: null, span: null, failure });
  });

  it('takes a letter alone when the option texts are not known', () => {
    expect(parseAnswer('<answer>B</answer>', 'choice', 3).value).toBe('B');
    expect(parseAnswer('<answer>B: left</answer>', 'choice', 3).failure).toBe('not-an-option');
    expect(parseAnswer('D', 'choice', 3).failure).toBe('not-an-option');
  });

  it('refuses the text of two equal options', () => {
    expect(parseAnswer('red', 'choice', ['red', 'red', 'blue']).value).toBeNull();
  });
});

describe('numbers', () => {
  it.each([
    ['<answer>-25</answer>', '-25'],
    ['<answer>+25.50</answer>', '25.5'],
    ['<answer>\u221225\u00b0</answer>', '-25'],
    ['<answer>\u201325 degrees.</answer>', '-25'],
    ['<answer>- 25</answer>', '-25'],
    ['<answer>-0</answer>', '0'],
    ['.5', '0.5'],
    ['7', '7'],
  ])('reads %j as %s', (text, value) => {
    expect(number(text)).toMatchObject({ value, failure: null });
  });

  it.each([
    '<answer>20-30</answer>',
    '<answer>20 30</answer>',
    '<answer>1,000</answer>',
    '<answer>1e3</answer>',
    '<answer>0x10</answer>',
    '<answer>--5</answer>',
    '<answer>NaN</answer>',
    '<answer>Infinity</answer>',
    `<answer>${'9'.repeat(399)}</answer>`,
    '<answer>about 20</answer>',
    '<answer>\uff12\uff15</answer>',
  ])('refuses %j', (text) => {
    expect(number(text).failure).toBe('not-a-number');
  });
});

describe('any text', () => {
  it('never throws, and a span always holds what was read', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom('<think>', '</think>', '<answer>', '</answer>', 'A', 'b', '-', '2', '.'),
        fc.string({ maxLength: 4 }),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(pieces, fc.constantFrom('choice' as const, 'number' as const), (parts, type) => {
        const text = parts.join('');
        const parsed = parseAnswer(text, type, options);
        expect(parsed.value === null).toBe(parsed.failure !== null);
        expect(parsed.value === null).toBe(parsed.span === null);
        if (parsed.value === null || parsed.span === null) return;
        const slice = text.slice(...parsed.span);
        if (type === 'number') expect(slice).toMatch(/\d$/);
        else
          expect([parsed.value, options[parsed.value.charCodeAt(0) - 65]!.toUpperCase()]).toContain(
            slice
              .toUpperCase()
              .replace(/\s+/g, ' ')
              .replace(/[.,;!*'"`)\]]+$/, ''),
          );
      }),
      { numRuns: 2000 },
    );
  });

  it('stays fast on hostile text', () => {
    const startedAt = performance.now();
    for (const text of [
      '<answer>'.repeat(1e5),
      `<answer>${' '.repeat(2e5)}x</answer>`,
      `1${' '.repeat(2e5)}x`,
      '"'.repeat(2e5),
    ]) {
      parseAnswer(text, 'choice', options);
      parseAnswer(text, 'number', []);
    }
    expect(performance.now() - startedAt).toBeLessThan(1500);
  });
});
