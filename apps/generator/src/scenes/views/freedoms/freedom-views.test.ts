import { choosePairs, makeQuestion, PairProfileSchema } from '@parallax/dataset';
import type { View } from '@parallax/dataset/schema';
import { createRandom, intrinsicsFromFov, lookAt, motionLabels, relativeMotion } from '@parallax/geometry';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GenerateConfigSchema } from '../../../config.ts';
import { buildScene } from '../../build.ts';
import { splitSubjects } from '../../subjects.ts';
import { horizonOf } from '../horizon.ts';
import { dealCells } from '../joint-cells.ts';
import { moveCamera } from '../move-camera.ts';
import { startFrom } from '../start.ts';
import { drawFreeMove } from './draw-free-move.ts';
import { FreedomTally } from './freedom-tally.ts';

const UP = [0, 1, 0] as const;
const { thresholds } = GenerateConfigSchema.parse({});

describe('drawFreeMove', () => {
  it('gives a motion that is measured back with the labels and ways that it was drawn for', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const random = createRandom(`move ${seed}`);
        const centre = [0, 0.5, 0] as const;
        const level = {
          intrinsics: intrinsicsFromFov({ fovYDeg: 70, width: 64, height: 64 }),
          cameraToWorld: lookAt({
            position: [0.4, random.uniform(0.6, 1.6), 2.7],
            target: centre,
            rollDeg: random.uniform(-5, 5),
          }),
        };
        const nowhere = { right: 0, up: 0, forward: 0 };
        const turn = { yawDeg: random.uniform(-25, 25), pitchDeg: random.uniform(-5, 5), rollDeg: 0 };
        const from = moveCamera(level, { translation: nowhere, ...turn });
        const start = startFrom(from, centre, { heights: [0.4, 1.9], margin: 0.1 });
        const [cell] = dealCells(1, 1, random);
        const drawn = drawFreeMove({ cell: cell!, start, thresholds, tally: new FreedomTally() }, random);
        if (drawn === undefined) return;
        const { move, ways } = drawn;
        const scaled = Object.fromEntries(
          Object.entries(move.translation).map(([axis, part]) => [axis, part * start.objectDistance]),
        ) as typeof nowhere; // The same three keys.
        const to = moveCamera(from, { ...move, translation: scaled });
        const motion = relativeMotion(from, to, { centre, up: UP });
        const labels = motionLabels(motion, thresholds);
        expect(labels.egoTranslation).toBe(cell!.translation);
        expect(labels.egoRotation).toBe(cell!.rotation);
        const wayOf = (value: number, none: number, min: number): number | null =>
          Math.abs(value) < none ? 0 : Math.abs(value) > min ? Math.sign(value) : null;
        const [before, after] = [horizonOf(from), horizonOf(to)];
        const { up, forward } = move.translation;
        expect(wayOf(up, 0.03, 0.15)).toBe(ways.vertical);
        expect(wayOf(forward, 0.03, 0.15)).toBe(ways.dolly);
        // About the camera's own axes; against the horizon only the sign is sure when the camera also rolls or tilts.
        expect(wayOf(motion.pitchDeg, 1.5, 4)).toBe(ways.tilt);
        expect(wayOf(motion.rollDeg, 1.5, 4)).toBe(ways.roll);
        if (ways.roll !== 0) expect(Math.sign(after.rollDeg - before.rollDeg)).toBe(ways.roll);
        expect(to.cameraToWorld[7]).toBeGreaterThan(0.35);
        expect(to.cameraToWorld[7]).toBeLessThan(1.95);
        for (const [freedom, way] of Object.entries(ways)) seen.add(`${freedom} ${way}`);
      }),
      { numRuns: 600, seed: 1 },
    );
    // Three ways of four freedoms, and the two of a dolly that follows.
    expect(seen.size).toBe(14);
  });
});

describe('views with all freedoms dealt', () => {
  const KINDS = {
    'vertical-move': 0.48,
    'vertical-rotation': 0.48,
    roll: 0.48,
    dolly: 0.48,
    'move-direction-four': 0.4,
    'turn-and-move': 0.275,
  };

  it.each(['studio', 'room'] as const)('answer every kind of a %s evenly, for most pairs', (setting) => {
    const { counts, pairs } = answers(setting, 'all', setting === 'room' ? 10 : 24);
    for (const [kind, most] of Object.entries(KINDS)) {
      const given = [...(counts.get(kind) ?? new Map<string, number>()).values()];
      const total = given.reduce((sum, count) => sum + count, 0);
      // Counted answers scatter: two standard deviations of a share near a third.
      const scatter = 2 * Math.sqrt(0.22 / total);
      expect(Math.max(...given) / total, kind).toBeLessThan(most + scatter / 2);
      expect(total / pairs, kind).toBeGreaterThan(0.6);
    }
  });

  it('do what views of the plane freedoms do not', () => {
    const { counts, pairs } = answers('studio', 'plane', 12);
    const rolls = [...counts.get('roll')!.values()].reduce((sum, count) => sum + count, 0);
    expect(rolls / pairs).toBeLessThan(0.5);
  });

  function answers(setting: 'studio' | 'room', freedoms: 'plane' | 'all', scenes: number) {
    const keys = { seed: 'freedoms', viewsPerScene: 20, look: 'plain' as const };
    const config = GenerateConfigSchema.parse({ ...keys, setting, freedoms });
    const subjects = splitSubjects(config).train;
    const profile = PairProfileSchema.parse({ pairsPerGroup: 10, balanceAlso: config.balanceAlso });
    const counts = new Map(Object.keys(KINDS).map((kind) => [kind, new Map<string, number>()]));
    let pairs = 0;
    for (let index = 0; index < scenes; index++) {
      const { scene, cameras, centre, random } = buildScene(config, 'train', index, subjects);
      const views = cameras.map(
        (camera, k): View => ({
          ...{ type: 'view', schemaVersion: 1, codeCommit: 'test', viewId: `${scene.sceneId}/v${k}` },
          ...{ groupId: scene.sceneId, split: 'train', camera, visible: [] },
          image: { sha256: '0'.repeat(64), name: 'v.png', width: 64, height: 64 },
        }),
      );
      const group = { centre, up: UP, subjectId: scene.subjectId };
      const source = { ...group, groupId: scene.sceneId, split: 'train' as const, views };
      for (const pair of choosePairs(source, profile, random.fork('pairs')).pairs) {
        pairs++;
        const shown = [pair.viewA, pair.viewB].map((id) => views.find(({ viewId }) => viewId === id)!);
        for (const [kind, given] of counts) {
          const asked = { ...group, group: scene, views: shown, pair, index: pairs };
          const question = makeQuestion(kind, asked, random.fork(`${kind} ${pairs}`));
          if ('discarded' in question) continue;
          const answer = question.options['ABCDEFGH'.indexOf(question.answer)]!;
          given.set(answer, (given.get(answer) ?? 0) + 1);
        }
      }
    }
    return { counts, pairs };
  }
});
