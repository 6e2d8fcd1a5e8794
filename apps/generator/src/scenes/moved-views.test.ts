import type { SceneObject } from '@parallax/dataset/schema';
import { add, boxesOverlap, distance, subtract } from '@parallax/geometry';
import { describe, expect, it } from 'vitest';
import { GenerateConfigSchema } from '../config.ts';
import { buildScene } from './build.ts';
import { splitSubjects } from './subjects.ts';

const base = GenerateConfigSchema.parse({ seed: 'moved', viewsPerScene: 8, bystandersPerScene: 3 });
const built = (movedViewsPerScene: number, setting: 'studio' | 'room' = 'studio') => {
  const config = { ...base, setting, movedViewsPerScene };
  const subjects = splitSubjects(config).train;
  return Array.from({ length: 4 }, (_, index) => buildScene(config, 'train', index, subjects));
};

describe('views with a moved object', () => {
  it('change nothing else of a scene: the rest is as without them', () => {
    const [plain, more] = [built(0), built(5)];
    for (const [k, scene] of plain.entries()) {
      expect(more[k]!.scene).toEqual(scene.scene);
      expect(more[k]!.cameras.slice(0, base.viewsPerScene)).toEqual(scene.cameras);
      expect(scene.moved).toBeUndefined();
    }
  });

  it.each(['studio', 'room'] as const)(
    'are taken with cameras of the %s, one free object each',
    (setting) => {
      let views = 0;
      for (const { scene, cameras, moved } of built(5, setting)) {
        expect(moved).toHaveLength(cameras.length);
        for (const [k, placements] of moved!.entries()) {
          if (k < base.viewsPerScene) {
            expect(placements).toEqual([]);
            continue;
          }
          views++;
          expect(placements).toHaveLength(1);
          expect(cameras.slice(0, base.viewsPerScene)).toContain(cameras[k]);
          const [{ objectId, position }] = placements as [(typeof placements)[number]];
          const object = scene.objects.find((item) => item.objectId === objectId) as SceneObject;
          expect(['subject', 'bystander', 'agent']).toContain(object.role);
          const by = subtract(position, object.position);
          expect(by[1]).toBe(0);
          expect(distance(position, object.position)).toBeGreaterThan(0.2);
          const bounds = { min: add(object.bounds.min, by), max: add(object.bounds.max, by) };
          for (const other of scene.objects) {
            if (other !== object) expect(boxesOverlap(bounds, other.bounds)).toBe(false);
          }
        }
      }
      expect(views).toBeGreaterThan(14);
    },
  );
});
