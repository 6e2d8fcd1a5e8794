import { type Camera, project } from '@parallax/geometry';
import { afterAll, describe, expect, it } from 'vitest';
import { type ColourName, landmarkColours, nearestColour } from '../assets/paint/palette.ts';
import { GenerateConfigSchema } from '../config.ts';
import { type BuiltScene, buildScene } from '../scenes/build.ts';
import { splitSubjects } from '../scenes/subjects.ts';
import { encodeImage } from './encode.ts';
import { SceneRenderer } from './renderer.ts';
import { toWorld } from './stage.ts';

const SIZE = 64;
const config = GenerateConfigSchema.parse({ seed: 'render test', imageSizePx: SIZE, viewsPerScene: 10 });
const { train } = splitSubjects(config);
const renderer = new SceneRenderer(SIZE);
const scene = (index: number): BuiltScene => buildScene(config, 'train', index, train);
afterAll(() => renderer.dispose());

/** Extent of all vertices in the picture: projected by geometry, not by GL. */
function projectedBox(built: BuiltScene, k: number, camera: Camera): [number, number, number, number] {
  const { shape, object } = built.placed[k]!;
  const { position } = toWorld(shape, object);
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < position.length; i += 3) {
    const { x, y, depth } = project(camera, [position[i]!, position[i + 1]!, position[i + 2]!]);
    if (depth <= 0.05) return [-Infinity, -Infinity, Infinity, Infinity];
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

describe('SceneRenderer', () => {
  it('masks objects where geometry projects them', () => {
    let [compared, filled] = [0, 0];
    for (let index = 0; index < 8; index++) {
      const built = scene(index);
      renderer.load(built);
      for (const camera of built.cameras) {
        const { visible } = renderer.render(camera);
        for (const [k, { object }] of built.placed.entries()) {
          const seen = visible.find(({ objectId }) => objectId === object.objectId);
          const box = projectedBox(built, k, camera);
          if (seen === undefined) continue;
          expect(seen.fraction).toBeGreaterThan(0);
          expect(seen.fraction).toBeLessThanOrEqual(1);
          // Pixels of an object lie inside its projected extent.
          expect(seen.box[0]).toBeGreaterThanOrEqual(Math.floor(box[0] - 0.5));
          expect(seen.box[1]).toBeGreaterThanOrEqual(Math.floor(box[1] - 0.5));
          expect(seen.box[2]).toBeLessThanOrEqual(Math.ceil(box[2] + 0.5));
          expect(seen.box[3]).toBeLessThanOrEqual(Math.ceil(box[3] + 0.5));
          const whole = box[0] > 0 && box[1] > 0 && box[2] < SIZE && box[3] < SIZE;
          if (!whole || seen.fraction < 1 || object.role !== 'subject') continue;
          // And an object in plain view fills it.
          compared++;
          for (const side of [0, 1, 2, 3] as const) if (Math.abs(seen.box[side] - box[side]) < 1.6) filled++;
          const { x, y } = project(camera, built.centre);
          expect(Math.hypot(seen.centroid[0] - x, seen.centroid[1] - y)).toBeLessThan(
            0.3 * (box[3] - box[1] + box[2] - box[0]),
          );
        }
      }
    }
    expect(compared).toBeGreaterThan(20);
    // Masts and aerials thinner than a pixel fall between pixel centres; everything else must be met.
    expect(filled / (4 * compared)).toBeGreaterThan(0.9);
  });

  it('hides what stands behind: a landmark behind the subject loses part of its silhouette', () => {
    let hidden = 0;
    for (let index = 0; index < 8; index++) {
      const built = scene(index);
      renderer.load(built);
      for (const camera of built.cameras) {
        for (const { fraction } of renderer.render(camera).visible) if (fraction < 0.9) hidden++;
      }
    }
    expect(hidden).toBeGreaterThan(3);
  });

  it('draws landmarks in colours that can be told at 64 pixels, in light and in shadow', () => {
    let [right, total] = [0, 0];
    const wrong: string[] = [];
    for (let index = 0; index < 10; index++) {
      const built = scene(index);
      renderer.load(built);
      for (const camera of built.cameras) {
        const { rgb, visible } = renderer.render(camera);
        for (const { objectId, pixels, fraction, centroid } of visible) {
          if (!objectId.startsWith('pillar-') || pixels < 40 || fraction < 0.9) continue;
          const at = (Math.floor(centroid[1]) * SIZE + Math.floor(centroid[0])) * 3;
          const named = nearestColour(
            [rgb[at]! / 255, rgb[at + 1]! / 255, rgb[at + 2]! / 255],
            landmarkColours,
          );
          const name = objectId.slice('pillar-'.length) as ColourName;
          total++;
          if (named === name) right++;
          else wrong.push(`${name} as ${named}`);
        }
      }
    }
    expect(total).toBeGreaterThan(80);
    expect({ share: right / total, wrong }).toEqual({ share: 1, wrong: [] });
  });

  it('gives the same bytes whatever was drawn before, and pictures that are not flat', async () => {
    const draw = async (index: number): Promise<string[]> => {
      const built = scene(index);
      renderer.load(built);
      const pictures = built.cameras.map((camera) => renderer.render(camera).rgb);
      for (const rgb of pictures) expect(new Set(rgb).size).toBeGreaterThan(40);
      const files = await Promise.all(pictures.map((rgb) => encodeImage(rgb, SIZE, 'png')));
      return files.map((file) => Buffer.from(file).toString('base64'));
    };
    const first = await draw(1);
    await draw(2);
    expect(await draw(1)).toEqual(first);
    expect(new Set(first).size).toBe(first.length);
  });
});
