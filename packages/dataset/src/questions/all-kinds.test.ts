/** What holds for every registered kind, on 300 scenes: answers that verify, honest options, fair letters, no usual answer. */
import { createRandom } from '@parallax/geometry';
import { describe, expect, it } from 'vitest';
import { withoutConclusion } from '../chains/conclusion.ts';
import { verifyChain } from '../chains/verify.ts';
import { madeSources } from '../fixtures/made-questions.ts';
import { mirroredGeometry } from '../fixtures/mirrored-geometry.ts';
import type { Question } from '../schema.ts';
import { writeChain } from './chain/write-chain.ts';
import { isDiscarded } from './kind.ts';
import { kindOf } from './make.ts';
import { questionKinds } from './registry.ts';

const SCENES = 300;
const byKind = new Map<string, Question[]>();
const sources = new Map<string, ReturnType<typeof madeSources>>();
for (const item of madeSources({ scenes: SCENES, seed: 'all kinds' })) {
  const { group } = item.source;
  const key = `${item.kind} ${group.type === 'scene' ? group.sceneId : group.captureId}`;
  sources.set(key, [...(sources.get(key) ?? []), item]);
}
// One question a kind and scene, of any of its views; the index counts the questions of the kind.
for (const [key, items] of sources) {
  const random = createRandom(key);
  for (const { kind, source } of random.shuffle(items)) {
    const made = byKind.get(kind) ?? [];
    byKind.set(kind, made);
    const question = kindOf(kind).make({ ...source, index: made.length }, random.fork(String(source.index)));
    if (isDiscarded(question)) continue;
    made.push(question);
    break;
  }
}
const answerOf = ({ options, answer }: Question): string => options['ABCDEFGH'.indexOf(answer)] ?? answer;

/** Synthetic scenes seldom show three landmarks beside the subject. */
const RARE = new Set(['nearest-landmark']);
/** Nothing that a photo shows leads to the answer. */
const WITHOUT_CHAIN = new Set(['named-option']);
/** Synthetic cameras around a subject are level; viewpoint.test.ts rolls them. */
const ONE_ANSWER = new Set(['roll']);

describe.each(Object.keys(questionKinds))('%s', (kind) => {
  const questions = byKind.get(kind) ?? [];

  it('verifies, and is well formed', () => {
    if (!RARE.has(kind)) expect(questions.length).toBeGreaterThan(20);
    for (const question of questions) {
      expect(kindOf(kind).verifyAnswer(question)).toBe(question.answer);
      expect(new Set(question.options).size).toBe(question.options.length);
      expect(question.options.length).toBeLessThanOrEqual(8);
      expect(question.options.length > 0).toBe(question.answerType === 'choice');
      expect(question.options).not.toContain('');
      expect(question.geometry.margin).toBeGreaterThanOrEqual(0);
      expect(question.geometry.unit).not.toBeNull();
      expect(Number.isFinite(question.geometry.value)).toBe(true);
    }
  });

  it('derives the same answer after its row went through JSON', () => {
    for (const question of questions.slice(0, 40)) {
      const read = JSON.parse(JSON.stringify(question)) as Question;
      expect(kindOf(kind).verifyAnswer(read)).toBe(question.answer);
    }
  });

  it('has chains of which every claim holds, in both wordings, and which name no letter', () => {
    if (WITHOUT_CHAIN.has(kind)) {
      for (const { geometry } of questions) expect(kindOf(kind).facts(geometry)).toBeNull();
      return;
    }
    let written = 0;
    for (const question of questions.slice(0, 60)) {
      for (const wording of ['compact', 'varied'] as const) {
        const chain = writeChain(question, { wording });
        if (chain === null) continue;
        const { accepted, claims } = verifyChain(chain, question.geometry);
        const wrong = claims.filter((claim) => !claim.ok);
        expect(accepted, `${chain}\n${JSON.stringify(wrong)}`).toBe(true);
        // The compact conclusion lists all letters, each with its option, and chooses by words.
        const said = withoutConclusion(chain);
        expect(said, chain).not.toMatch(/\b(?:[B-H]|A(?! [a-z]))\b|\b(?:option|letter)\b/);
        written++;
      }
    }
    if (!RARE.has(kind)) expect(written).toBeGreaterThan(1.8 * Math.min(60, questions.length));
  });

  it('has no usual letter and no usual answer', () => {
    if (RARE.has(kind)) return;
    const letters = new Map<string, Map<string, number>>();
    const answers = new Map<string, number>();
    for (const question of questions) {
      answers.set(answerOf(question), (answers.get(answerOf(question)) ?? 0) + 1);
      const counts = letters.get(String(question.options.length)) ?? new Map<string, number>();
      counts.set(question.answer, (counts.get(question.answer) ?? 0) + 1);
      letters.set(String(question.options.length), counts);
    }
    const most = Math.max(...answers.values()) / questions.length;
    if (!ONE_ANSWER.has(kind)) {
      expect(answers.size).toBeGreaterThan(1);
      expect(most).toBeLessThan(0.75);
    }
    for (const [options, counts] of letters) {
      const [n, total] = [Number(options), [...counts.values()].reduce((sum, count) => sum + count, 0)];
      if (n === 0 || total < 10 * n) continue;
      // Every index of the kind is used, so within questions of one length it is a fair deal at least.
      const spread = 4.5 * Math.sqrt((total / n) * (1 - 1 / n));
      for (const letter of 'ABCDEFGH'.slice(0, n)) {
        expect(Math.abs((counts.get(letter) ?? 0) - total / n), `${letter} of ${n}`).toBeLessThan(spread);
      }
    }
  });
});

describe('a mirrored world', () => {
  const sides: Readonly<Record<string, string>> = {
    left: 'right',
    right: 'left',
    clockwise: 'counter-clockwise',
    'counter-clockwise': 'clockwise',
  };
  const sided = (text: string): string =>
    text.replace(/left|right|counter-clockwise|clockwise/g, (word) => sides[word] ?? word);
  const same = (text: string): string => text;
  const negated = (text: string): string => String(-Number(text));
  const otherSign = (text: string): string =>
    text === '+0' ? text : `${text.startsWith('+') ? '-' : '+'}${text.slice(1)}`;
  const otherColumn = (text: string): string => text.replace(/\d/, (digit) => String(9 - Number(digit)));
  /** What becomes of an answer, by kind. */
  const MIRRORED: Readonly<Record<string, (text: string) => string>> = {
    'ego-translation': sided,
    'object-centric-translation': sided,
    'ego-rotation': sided,
    'ego-rotation-degrees': negated,
    'ego-rotation-choice': otherSign,
    'vertical-move': same,
    'vertical-rotation': same,
    roll: sided,
    dolly: same,
    'ego-translation-distance': same,
    'move-direction-four': sided,
    'move-direction-six': sided,
    'turn-and-move': sided,
    'object-centric-azimuth': negated,
    'view-between': same,
    'goal-aim': sided,
    relation: sided,
    'depth-order': same,
    'relative-depth': same,
    'landmark-count': same,
    'object-column': otherColumn,
    'landmark-match': otherColumn,
    'object-match': otherColumn,
    'camera-relative-direction': sided,
    'camera-object-orientation': sided,
    'person-orientation': sided,
    'person-relative-direction': sided,
    'person-scene-simulation': sided,
    'object-relative-direction': sided,
  };

  it.each(Object.keys(MIRRORED))('%s', (kind) => {
    const questions = (byKind.get(kind) ?? []).slice(0, 60);
    expect(questions.length).toBeGreaterThan(20);
    for (const question of questions) {
      const { parameters } = question.geometry;
      const { column, anglesDeg } = parameters;
      const geometry = {
        ...mirroredGeometry(question.geometry),
        parameters: {
          ...parameters,
          ...(typeof column === 'number' ? { column: 9 - column } : {}),
          ...(Array.isArray(anglesDeg) ? { anglesDeg: anglesDeg.map((angle) => -Number(angle)) } : {}),
        },
      };
      const solution = kindOf(kind).solve(geometry);
      const answer = isDiscarded(solution) ? solution.discarded : solution.answer;
      expect(answer === '-0' ? '0' : answer).toBe(MIRRORED[kind]!(answerOf(question)));
      if (!isDiscarded(solution)) expect(solution.margin).toBeCloseTo(question.geometry.margin, 6);
    }
  });
});
