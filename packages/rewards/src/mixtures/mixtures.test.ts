import { plainQuestion } from '@parallax/dataset/fixture';
import { intrinsicsFromFov, lookAt, motionLabels, relativeMotion } from '@parallax/geometry';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findMixture, mixtures, scoreMixture } from './registry.ts';

const intrinsics = intrinsicsFromFov({ fovYDeg: 50, width: 64, height: 64 });
const centre = [0, 0, 0] as const;
const up = [0, 1, 0] as const;
const cameraAt = (azimuthDeg: number) => {
  const angle = (azimuthDeg * Math.PI) / 180;
  return {
    intrinsics,
    cameraToWorld: lookAt({ position: [3 * Math.sin(angle), 1, 3 * Math.cos(angle)], target: centre }),
  };
};
/** An orbit by 40 degrees counter-clockwise from above: the camera moves right and turns left. */
const cameras = [cameraAt(0), cameraAt(40)] as const;
const motion = relativeMotion(cameras[0], cameras[1], { centre, up });
const labels = motionLabels(motion);

const question = plainQuestion({
  questionId: 'q',
  kind: 'ego-translation',
  viewIds: ['a', 'b'],
  text: '<image><image>Where did the camera go? A: Move to the left B: Move to the right C: No movement',
  options: ['Move to the left', 'Move to the right', 'No movement'],
  answer: 'B',
  chance: 1 / 3,
  geometry: { cameras: [...cameras], up, centre, motion, labels, value: motion.direction.right },
});

const yaw = Math.abs(Math.round(motion.yawDeg));
const truth = `The camera turned left by ${yaw} degrees and moved right.`;
const lie = `The camera turned right by ${yaw} degrees and moved right.`;
const say = (chain: string, answer = 'B'): string => `<think>${chain}</think>\n<answer>${answer}</answer>`;
const partOf = (name: string, completion: string, part: string) =>
  scoreMixture(name, question, completion).parts.find((item) => item.name === part)!;

describe('the frame of the test', () => {
  it('is an orbit that moves right and turns left', () => {
    expect(labels).toMatchObject({ egoTranslation: 'right', egoRotation: 'left' });
  });
});

describe('actial-claims', () => {
  it('pays for true claims and says which one is false', () => {
    expect(scoreMixture('actial-claims', question, say(truth)).value).toBeCloseTo(1, 12);
    const part = partOf('actial-claims', say(lie), 'claims');
    expect(part.value).toBeGreaterThan(0);
    expect(part.value).toBeLessThan(1);
    expect(part.reason).toContain('turned right');
  });

  it('pays nothing for saying nothing, nor for claims outside the think block', () => {
    expect(partOf('actial-claims', say(''), 'claims').value).toBe(0);
    expect(partOf('actial-claims', say('I looked at it with care.'), 'claims').value).toBe(0);
    expect(partOf('actial-claims', `<answer>B</answer> ${truth}`, 'claims').value).toBe(0);
  });
});

/** What each reward reads, as a row of a file would give it. */
const truths: Readonly<Record<string, object>> = {
  actial: { answer: 'B' },
  'actial-claims': { answer: 'B', geometry: question.geometry },
  format: {},
  graded: { answer: '30', answerType: 'number', unit: 'degrees' },
  length: { answer: 'B' },
  mra: { answer: '30' },
  jigsaw: { answer: 'B', options: ['1 2 4 3', '2 1 4 3'] },
  'iou-f1': { answer: '[[0, 0, 10, 10], {"bbox_2d": [20, 20, 30, 30], "label": "chair"}]' },
  'fuzzy-f1': {
    answer: {
      strict: [[1, 1, 1, 2, 2, 2]],
      lenient: [
        [1, 1, 1, 2, 2, 2],
        [5, 5, 5, 2, 2, 2],
      ],
    },
  },
  'dip-look': {
    answer: [
      [0, 0, 10, 10],
      [20, 20, 30, 30],
    ],
  },
};
const judgeOf = (name: string) => findMixture(name).judge(truths[name], 'row 1');

describe('every mixture', () => {
  it('has weights that sum to 1, explains each part and says what it reads', () => {
    expect(Object.keys(truths)).toEqual(Object.keys(mixtures));
    for (const [name, mixture] of Object.entries(mixtures)) {
      expect(mixture.name).toBe(name);
      expect(mixture.reads).not.toBe('');
      expect(mixture.parts.reduce((sum, part) => sum + part.weight, 0)).toBeCloseTo(1, 12);
      for (const part of judgeOf(name)(say(truth)).parts) expect(part.reason).not.toBe('');
    }
  });

  it('reads no more than it declares: a whole question gives the same where it fits', () => {
    for (const name of ['actial', 'actial-claims', 'format', 'length']) {
      for (const completion of [say(truth), say(lie, 'A'), 'B']) {
        expect(scoreMixture(name, question, completion)).toEqual(judgeOf(name)(completion));
      }
    }
  });

  it('stays in 0..1 and never throws, whatever a policy writes', () => {
    const boxes = '[[0, 0, 10, 10], [20, 20, 31, 30]]';
    const piece = fc.oneof(
      fc.constantFrom(
        '<think>',
        '</think>',
        '<look>',
        '</look>',
        '<answer>',
        '</answer>',
        'A',
        'B',
        '30',
        '\n',
      ),
      fc.constantFrom(truth, lie, boxes, '[[1, 1, 1, 2, 2, 2]]', '[', '{"bbox": [1e999, 0, 0, 0]}', '```'),
      fc.string({ maxLength: 6 }),
      fc.constantFrom('\ud800', '\0', '\u0130', '\u017f', '\u00a0', '\ufeff'),
    );
    const completion = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(
        fc.array(completion, { minLength: 1, maxLength: 3 }),
        fc.nat(600),
        fc.constantFrom(...Object.keys(mixtures)),
        (group, tokens, name) => {
          const score = judgeOf(name)(group[0]!, { tokens, group });
          expect(score.value).toBeGreaterThanOrEqual(0);
          expect(score.value).toBeLessThanOrEqual(1 + 1e-12);
          const sum = score.parts.reduce((total, part) => total + part.weight * part.value, 0);
          expect(score.value).toBeCloseTo(sum, 12);
          if (score.parsed.failure === null) expect(score.parsed.span).not.toBeNull();
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each(Object.keys(mixtures))('%s reads a flood of anything in a moment', (name) => {
    const judge = judgeOf(name);
    const times = 50_000;
    for (const piece of [
      '<answer>',
      '</think> ',
      '<look>[',
      '[[0,0,1,1],',
      '```\n',
      ' \n\t ',
      '</answer>',
      '1.',
    ]) {
      const start = performance.now();
      judge(`<think></answer>${piece.repeat(times)}x`);
      judge(`<answer>${piece.repeat(times)}</answer>`);
      expect(performance.now() - start, piece).toBeLessThan(5000);
    }
  });

  it('names the record, the key and what it reads when that is missing', () => {
    const cases: [string, unknown, RegExp][] = [
      ['actial', {}, /row 7: key answer/],
      ['actial-claims', { answer: 'B' }, /row 7: key geometry/],
      ['graded', { answer: 'B' }, /row 7: key options: a choice needs its options/],
      ['mra', { answer: 'x', answerType: 'colour' }, /row 7: key answerType/],
      ['iou-f1', question, /row 7: key answer/],
      ['iou-f1', { answer: [[0, 0, 10]] }, /row 7: key answer/],
      ['iou-f1', { answer: [[10, 0, 0, 10]] }, /a box without extent/],
      [
        'iou-f1',
        {
          answer: [
            [0, 0, 1, 1],
            [0, 0, 0, 1, 1, 1],
          ],
        },
        /boxes of 4 and of 6 numbers/,
      ],
      ['fuzzy-f1', { answer: { strict: [[0, 0, 1, 1]], lenient: [] } }, /lenient must hold the strict/],
      ['dip-look', 'B', /row 7: key \(root\)/],
    ];
    for (const [name, record, message] of cases) {
      expect(() => findMixture(name).judge(record, 'row 7'), name).toThrowError(
        expect.objectContaining({
          code: 'wrong-shape',
          message: expect.stringMatching(message),
          remedy: expect.stringContaining(`The reward "${name}" reads`),
        }),
      );
    }
  });

  it('is named in the error for a name that does not exist, the nearest first', () => {
    expect(() => scoreMixture('actal', question, '')).toThrowError(
      expect.objectContaining({
        code: 'unknown-mixture',
        remedy: expect.stringMatching(/^Did you mean "actial"\? Use one of: .*actial-claims/),
      }),
    );
    expect(() => scoreMixture('constructor', question, '')).toThrowError(/no reward/);
  });
});
