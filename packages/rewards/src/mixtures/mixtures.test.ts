import type { Question } from '@parallax/dataset/schema';
import { intrinsicsFromFov, lookAt, motionLabels, relativeMotion } from '@parallax/geometry';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mixtures, scoreMixture } from './registry.ts';

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

const question: Question = {
  schemaVersion: 1,
  codeCommit: 'test',
  type: 'question',
  questionId: 'q',
  kind: 'ego-translation',
  split: 'train',
  groupId: 'g',
  pairId: 'p',
  viewIds: ['a', 'b'],
  subjectId: 's',
  text: '<image><image>Where did the camera go? A: Move to the left B: Move to the right C: No movement',
  options: ['Move to the left', 'Move to the right', 'No movement'],
  answer: 'B',
  answerType: 'choice',
  chance: 1 / 3,
  geometry: {
    cameras: [...cameras],
    up,
    centre,
    motion,
    labels,
    objects: [],
    visible: [],
    value: motion.direction.right,
    unit: null,
    margin: 1,
    parameters: {},
  },
  chain: null,
};

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

describe('every mixture', () => {
  it('has weights that sum to 1 and explains each part', () => {
    for (const [name, mixture] of Object.entries(mixtures)) {
      expect(mixture.name).toBe(name);
      expect(mixture.parts.reduce((sum, part) => sum + part.weight, 0)).toBeCloseTo(1, 12);
      for (const part of scoreMixture(name, question, say(truth)).parts) expect(part.reason).not.toBe('');
    }
  });

  it('stays in 0..1 and never throws, whatever a policy writes', () => {
    const piece = fc.oneof(
      fc.constantFrom('<think>', '</think>', '<answer>', '</answer>', 'A', 'B', truth, lie, '\n'),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 10 }),
        fc.constantFrom(...Object.keys(mixtures)),
        (pieces, name) => {
          const score = scoreMixture(name, question, pieces.join(''));
          expect(score.value).toBeGreaterThanOrEqual(0);
          expect(score.value).toBeLessThanOrEqual(1 + 1e-12);
          const sum = score.parts.reduce((total, part) => total + part.weight * part.value, 0);
          expect(score.value).toBeCloseTo(sum, 12);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is named in the error for a name that does not exist', () => {
    expect(() => scoreMixture('actal', question, '')).toThrowError(
      expect.objectContaining({ code: 'unknown-mixture', remedy: expect.stringContaining('actial-claims') }),
    );
    expect(() => scoreMixture('constructor', question, '')).toThrowError(/no reward/);
  });
});
