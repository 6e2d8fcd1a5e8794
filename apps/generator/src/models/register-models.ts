/** Makes prepared models objects of this process's catalogue, read from disk when a scene needs them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize } from 'node:v8';
import { registerAssets } from '../assets/register.ts';
import type { Shape } from '../assets/shape.ts';
import type { PreparedModel } from './prepare-models.ts';

/** Shapes kept in memory: what the scenes of a while share, whatever the size of the library. */
const KEPT = 48;

/** @param scratch folder that `prepareModels` wrote; `front` is +Z in its shapes. */
export function registerModels(scratch: string): readonly PreparedModel[] {
  // Written by prepareModels of the same run.
  const models = JSON.parse(readFileSync(join(scratch, 'models.json'), 'utf8')) as PreparedModel[];
  const kept = new Map<string, Shape>();
  const shapeOf = (objectId: string): Shape => {
    const shape = kept.get(objectId) ?? read(scratch, objectId);
    kept.delete(objectId);
    kept.set(objectId, shape);
    for (const oldest of kept.keys()) {
      if (kept.size <= KEPT) break;
      kept.delete(oldest);
    }
    return shape;
  };
  registerAssets(
    models.map(({ objectId, family, colour }) => ({
      objectId,
      family: { name: family, front: true },
      colour,
      shape: () => shapeOf(objectId),
    })),
  );
  return models;
}

function read(scratch: string, objectId: string): Shape {
  return deserialize(readFileSync(join(scratch, `${objectId}.bin`))) as Shape;
}
