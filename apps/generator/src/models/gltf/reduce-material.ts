/** A glTF material as this renderer can show it: base colour, roughness and unlit; metal looks like rough plastic. */
import type { Material, Texture } from '@gltf-transform/core';
import { PBRSpecularGlossiness, Transform, Unlit } from '@gltf-transform/extensions';

export interface ReducedMaterial {
  /** Linear light. */
  readonly colour: readonly [number, number, number];
  readonly texture: Texture | null;
  readonly texCoord: number;
  readonly placeUv: (u: number, v: number) => [number, number];
  readonly roughness: number;
  /** 1 for unlit materials: shown as they are. */
  readonly glow: number;
  readonly doubleSided: boolean;
}

/** Below this opacity nothing would be seen. Everything else is drawn opaque. */
const LEAST_ALPHA = 0.05;

/** @returns null for a material that cannot be seen. */
export function reduceMaterial(material: Material | null): ReducedMaterial | null {
  const plain = { texCoord: 0, placeUv: (u: number, v: number): [number, number] => [u, v] };
  if (material === null) {
    return { ...plain, colour: [1, 1, 1], texture: null, roughness: 1, glow: 0, doubleSided: false };
  }
  const old = material.getExtension<PBRSpecularGlossiness>(PBRSpecularGlossiness.EXTENSION_NAME);
  const [r, g, b, alpha] = old ? old.getDiffuseFactor() : material.getBaseColorFactor();
  if (material.getAlphaMode() !== 'OPAQUE' && alpha < LEAST_ALPHA) return null;
  const texture = old ? old.getDiffuseTexture() : material.getBaseColorTexture();
  const info = old ? old.getDiffuseTextureInfo() : material.getBaseColorTextureInfo();
  const transform = info?.getExtension<Transform>(Transform.EXTENSION_NAME) ?? null;
  return {
    ...plain,
    colour: [r, g, b],
    texture,
    texCoord: transform?.getTexCoord() ?? info?.getTexCoord() ?? 0,
    ...(transform && { placeUv: placing(transform) }),
    roughness: old ? 1 - old.getGlossinessFactor() : material.getRoughnessFactor(),
    glow: material.getExtension(Unlit.EXTENSION_NAME) === null ? 0 : 1,
    doubleSided: material.getDoubleSided(),
  };
}

/** KHR_texture_transform: offset, rotation (counter-clockwise in UV's frame), scale. */
function placing(transform: Transform): ReducedMaterial['placeUv'] {
  const [dx, dy] = transform.getOffset();
  const [sx, sy] = transform.getScale();
  const [cos, sin] = [Math.cos(transform.getRotation()), Math.sin(transform.getRotation())];
  return (u, v) => [cos * u * sx + sin * v * sy + dx, -sin * u * sx + cos * v * sy + dy];
}
