/** Against conformance/rewards/goldens.json: official code, scipy and numpy. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findMixture } from './registry.ts';

interface Goldens {
  readonly videoR1: {
    answer: string;
    answerType: string;
    completions: string[];
    tokens: number[];
    accuracy: number[];
    format: number[];
    rewards: number[];
  }[];
  readonly spatialMllm: { answer: string; answerType: string; completion: string; value: number }[];
  readonly boxes: {
    strict: number[][];
    lenient: number[][];
    given: number[][];
    f1: number;
    fuzzyF1: number;
  }[];
}
const file = new URL('../../../../conformance/rewards/goldens.json', import.meta.url);
const goldens = JSON.parse(readFileSync(file, 'utf8')) as Goldens;
const partOf = (score: { parts: readonly { name: string; value: number }[] }, name: string) =>
  score.parts.find((part) => part.name === name)?.value;

describe('official rewards', () => {
  it('length: accuracy, format and the bonus of every completion of a group', () => {
    let bonuses = 0;
    for (const group of goldens.videoR1) {
      const judge = findMixture('length').judge(group, 'golden');
      for (const [i, completion] of group.completions.entries()) {
        const score = judge(completion, { tokens: group.tokens[i]!, group: group.completions });
        const what = `${JSON.stringify(completion)} for ${group.answer}`;
        expect.soft(partOf(score, 'accuracy'), what).toBe(group.accuracy[i]);
        expect.soft(partOf(score, 'format'), what).toBe(group.format[i]);
        // The official tensors are in single precision.
        expect.soft(score.value * 2.2, what).toBeCloseTo(group.rewards[i]!, 6);
        bonuses += partOf(score, 'length')!;
      }
    }
    expect(bonuses).toBeGreaterThan(20);
  });

  it('mra: the task part of choices, numbers and texts', () => {
    const kinds = new Set<string>();
    for (const { answer, answerType, completion, value } of goldens.spatialMllm) {
      const score = findMixture('mra').judge({ answer, answerType }, 'golden')(completion);
      const what = `${JSON.stringify(completion)} for ${answer} (${answerType})`;
      expect.soft(partOf(score, 'task'), what).toBeCloseTo(value, 6);
      kinds.add(`${answerType}${value > 0 && value < 1 ? ', in part' : ''}`);
    }
    expect([...kinds].sort()).toEqual(['choice', 'number', 'number, in part', 'text', 'text, in part']);
  });

  it('iou-f1 and fuzzy-f1: boxes in pictures and in space, assigned by scipy', () => {
    for (const { strict, lenient, given, f1, fuzzyF1 } of goldens.boxes) {
      const completion = `<think>x</think><answer>${JSON.stringify(given)}</answer>`;
      const plain = findMixture('iou-f1').judge({ answer: JSON.stringify(strict) }, 'golden')(completion);
      const fuzzy = findMixture('fuzzy-f1').judge({ answer: { strict, lenient } }, 'golden')(completion);
      const what = JSON.stringify({ strict, lenient, given });
      expect.soft(partOf(plain, 'f1'), what).toBeCloseTo(f1, 9);
      expect.soft(partOf(fuzzy, 'fuzzy-f1'), what).toBeCloseTo(fuzzyF1, 9);
    }
  });
});
