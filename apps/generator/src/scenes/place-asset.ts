/** Puts shapes into a scene: world bounds and the record of what stands where. */
import type { SceneObject } from '@parallax/dataset/schema';
import type { Vec3 } from '@parallax/geometry';
import type { Asset } from '../assets/catalogue.ts';
import type { Shape } from '../assets/shape.ts';
import { type PlacedShape, toWorld } from '../render/stage.ts';

/** @param yawDeg about +Y; 0 turns the object's front to +Z. */
export function placeAsset(
  { objectId, family, colour, shape }: Asset,
  role: SceneObject['role'],
  scale: number,
  position: Vec3,
  yawDeg: number,
): PlacedShape {
  const yaw = (yawDeg * Math.PI) / 180;
  const front: Vec3 | null = family.front ? [Math.sin(yaw), 0, Math.cos(yaw)] : null;
  return place(shape, { objectId, family: family.name, role, colour, position, yawDeg, scale, front });
}

/** Bounds are those of the turned vertices, not of a turned box. */
export function place(shape: Shape, object: Omit<SceneObject, 'bounds'>): PlacedShape {
  const { position } = toWorld(shape, object);
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < position.length; i++) {
    low[i % 3] = Math.min(low[i % 3]!, position[i]!);
    high[i % 3] = Math.max(high[i % 3]!, position[i]!);
  }
  return { shape, object: { ...object, bounds: { min: low, max: high } } };
}
