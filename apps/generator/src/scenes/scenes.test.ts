import { fileURLToPath } from 'node:url';
import {
  type Camera,
  intrinsicsFromFov,
  lookAt,
  motionLabels,
  project,
  relativeMotion,
} from '@parallax/geometry';
import { ConfigError } from '@parallax/lab';
import { loadRecipe } from '@parallax/lab/node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GenerateConfig, GenerateConfigSchema } from '../config.ts';
import { buildScene } from './build.ts';
import { splitSubjects } from './subjects.ts';
import { moveCamera } from './views/move-camera.ts';

const config = GenerateConfigSchema.parse({ seed: 'scenes test' });
const { train } = splitSubjects(config);
const up = [0, 1, 0] as const;
const recipes = fileURLToPath(new URL('../../../../recipes/', import.meta.url));

describe('moveCamera', () => {
  it('is measured back by relativeMotion, angle by angle', () => {
    const angle = fc.double({ min: -60, max: 60, noNaN: true });
    const shift = fc.double({ min: -2, max: 2, noNaN: true });
    const intrinsics = intrinsicsFromFov({ fovYDeg: 60, width: 64, height: 64 });
    const cameraToWorld = lookAt({ position: [2, 1.4, 2.2], target: [0.2, 0.5, 0], rollDeg: 3 });
    const camera: Camera = { intrinsics, cameraToWorld };
    fc.assert(
      fc.property(
        angle,
        angle,
        angle,
        shift,
        shift,
        shift,
        (yawDeg, pitchDeg, rollDeg, right, rise, forward) => {
          const moved = moveCamera(camera, {
            translation: { right, up: rise, forward },
            yawDeg,
            pitchDeg,
            rollDeg,
          });
          const motion = relativeMotion(camera, moved, { centre: [0, 0.5, 0], up });
          expect(motion.yawDeg).toBeCloseTo(yawDeg, 6);
          expect(motion.pitchDeg).toBeCloseTo(pitchDeg, 6);
          expect(motion.rollDeg).toBeCloseTo(rollDeg, 6);
          expect(motion.translation.right).toBeCloseTo(right, 9);
          expect(motion.translation.up).toBeCloseTo(rise, 9);
          expect(motion.translation.forward).toBeCloseTo(forward, 9);
        },
      ),
    );
  });
});

describe('subjects', () => {
  it('belong to one split only, and every split has some', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 200, max: 600 }), (seed, count) => {
        const subjects = splitSubjects(GenerateConfigSchema.parse({ seed, subjects: count }));
        const all = Object.values(subjects).flat();
        expect(new Set(all).size).toBe(count);
        expect(all.length).toBe(count);
      }),
      { numRuns: 20 },
    );
  });

  it('of the test stay unseen in the training scenes of a set that shares the split seed, and only there', () => {
    const tested = new Set(splitSubjects(GenerateConfigSchema.parse({ seed: 'later', subjects: 600 })).test);
    const seen = (splitSeed?: string): number =>
      splitSubjects(GenerateConfigSchema.parse({ seed: 'base', splitSeed, subjects: 900 })).train.filter(
        (id) => tested.has(id),
      ).length;
    expect(seen('later')).toBe(0);
    expect(seen()).toBeGreaterThan(tested.size / 2);
  });

  it('of the test of nano and demo are in no training scene of the base', async () => {
    const configOf = (name: string): Promise<GenerateConfig> =>
      loadRecipe(`${recipes}${name}/recipe.yaml`, 'generate', GenerateConfigSchema);
    const base = new Set(splitSubjects(await configOf('nano-base')).train);
    for (const name of ['nano', 'demo'])
      expect(splitSubjects(await configOf(name)).test.filter((id) => base.has(id))).toEqual([]);
  });

  it('are refused when a split with scenes would have none', () => {
    const ratios = { train: 1, validation: 0, test: 1 };
    const build = (): unknown => splitSubjects(GenerateConfigSchema.parse({ splitRatios: ratios }));
    expect(build).toThrow(ConfigError);
  });
});

describe('buildScene', () => {
  it('depends on config, split and number alone', () => {
    const once = buildScene(config, 'train', 5, train);
    buildScene(config, 'train', 6, train);
    const again = buildScene(config, 'train', 5, train);
    expect(again.scene).toEqual(once.scene);
    expect(again.cameras).toEqual(once.cameras);
    expect(buildScene(config, 'test', 5, train).cameras).not.toEqual(once.cameras);
  });

  it('keeps the subject in every view, landmarks of different colours around, and names without doubt', () => {
    for (let index = 0; index < 12; index++) {
      const { scene, cameras, centre } = buildScene(config, 'train', index, train);
      expect(cameras.length).toBe(config.viewsPerScene);
      for (const camera of cameras) {
        const { x, y, depth } = project(camera, centre);
        expect(depth).toBeGreaterThan(0);
        expect(x > 0 && x < 64 && y > 0 && y < 64).toBe(true);
      }
      const landmarks = scene.objects.filter(({ role }) => role === 'landmark');
      expect(new Set(landmarks.map(({ colour }) => colour)).size).toBe(config.landmarksPerScene);
      const rest = scene.objects.filter(({ role }) => role !== 'landmark').map(({ family }) => family);
      expect(new Set(rest).size).toBe(rest.length);
    }
  });

  it('offers all 27 joint cells of the three labels, none of them starved', () => {
    const counts = new Map<string, number>();
    for (let index = 0; index < 24; index++) {
      const { cameras, centre } = buildScene(config, 'train', index, train);
      for (const a of cameras) {
        for (const b of cameras) {
          if (a === b) continue;
          const labels = motionLabels(relativeMotion(a, b, { centre, up }), config.thresholds);
          const { egoTranslation: t, egoRotation: r, objectCentricTranslation: o } = labels;
          if (t && r && o) counts.set(`${t} ${r} ${o}`, (counts.get(`${t} ${r} ${o}`) ?? 0) + 1);
        }
      }
    }
    expect(counts.size).toBe(27);
    expect(Math.min(...counts.values())).toBeGreaterThan(5);
  });

  it('orbits inward in the published profile', () => {
    const published = GenerateConfigSchema.parse({ profile: 'viewpoint-100k', viewsPerScene: 12 });
    const { cameras, centre } = buildScene(published, 'train', 0, train);
    let inRange = 0;
    for (const a of cameras) {
      const { x, y } = project(a, centre);
      expect(Math.hypot(x - 32, y - 32)).toBeLessThan(6);
      for (const b of cameras) {
        if (a === b) continue;
        const angle = Math.abs(relativeMotion(a, b, { centre, up }).horizontalAngleDeg);
        if (angle >= 20 && angle <= 100) inRange++;
      }
    }
    expect(inRange).toBeGreaterThan(40);
  });
});
