/**
 * Objects that stand elsewhere in one view: their vertices in the merged buffer are rewritten and uploaded alone, so
 * colour, shadow and masks all follow, and the next view without them gets the scene's own vertices back.
 */
import type { Placement } from '@parallax/dataset/schema';
import { LabError } from '@parallax/lab';
import type { BufferAttribute, BufferGeometry } from 'three';
import { type PlacedShape, toWorld } from './stage.ts';

interface Part extends PlacedShape {
  /** Index of its first number in the merged positions. */
  readonly from: number;
  /** Where it stands now, as text; '' = where the scene has it. */
  at: string;
}

/**
 * @returns a function that puts the stage's objects where `moved` says (all others where the scene has them); its
 * result is whether any vertex changed, so whether the shadow map must be drawn again. Turns are about +Y and
 * positions are those of `SceneObject`: the foot of the object, metres.
 * @throws LabError `unknown-object` for a placement of an object that the scene does not hold, `moved-twice` for two
 * placements of one object.
 */
export function createDisplacer(
  geometry: BufferGeometry,
  placed: readonly PlacedShape[],
): (moved: readonly Placement[]) => boolean {
  let first = 0;
  const parts = new Map(
    placed.map((part) => {
      const from = first;
      first += part.shape.position.length;
      const start: Part = { ...part, from, at: '' };
      return [part.object.objectId, start] as const;
    }),
  );
  return (moved) => {
    const wanted = new Map(moved.map((placement) => [placement.objectId, placement]));
    if (wanted.size < moved.length) {
      throw new LabError('moved-twice', 'A view places one object twice.', {
        remedy: 'Give each object one placement.',
      });
    }
    for (const objectId of wanted.keys()) {
      if (parts.has(objectId)) continue;
      throw new LabError('unknown-object', `A view moves "${objectId}", which its scene does not hold.`, {
        remedy: `The scene holds ${[...parts.keys()].join(', ')}.`,
      });
    }
    let changed = false;
    for (const [objectId, part] of parts) {
      const placement = wanted.get(objectId);
      const at = placement === undefined ? '' : [...placement.position, placement.yawDeg].join(' ');
      if (at === part.at) continue;
      const { position, normal } = toWorld(part.shape, { ...part.object, ...placement });
      rewrite(geometry.getAttribute('position') as BufferAttribute, position, part.from);
      rewrite(geometry.getAttribute('normal') as BufferAttribute, normal, part.from);
      part.at = at;
      changed = true;
    }
    return changed;
  };
}

function rewrite(attribute: BufferAttribute, values: Float32Array, from: number): void {
  attribute.array.set(values, from);
  attribute.addUpdateRange(from, values.length);
  attribute.needsUpdate = true;
}
