/** What a claim speaks of stands out in the scene; the rest steps back. */
import { Color, LineBasicMaterial, type Material, Mesh, type Object3D, type Scene } from 'three';
import { LineMaterial } from 'three/addons/lines/LineMaterial.js';

export interface Emphasis {
  /** Indices into the geometry's objects. */
  readonly objects: readonly number[];
  /** The path between the cameras. */
  readonly cameras: boolean;
}

export const PATH_NAME = 'path';
export const objectName = (index: number): string => `object ${index}`;

/** Share of its opacity that an object keeps while another is spoken of. */
const FADED = 0.25;
/** Of the path's line. */
const THICKER = 2.2;
const OUTLINE = new Color('#ff2fd0');

/** Opacity, width and colour as they were made, so that nothing is lost however often claims are passed. */
const made = new WeakMap<Material, { opacity: number; width: number; colour: Color }>();

export function emphasize(scene: Scene, emphasis: Emphasis | null): void {
  const chosen = new Set(emphasis?.objects.map(objectName));
  for (const group of scene.children) {
    if (group.name === PATH_NAME) change(group, 1, emphasis?.cameras === true ? THICKER : 1, false);
    else if (/^object /.test(group.name)) {
      const isChosen = chosen.has(group.name);
      change(group, chosen.size === 0 || isChosen ? 1 : FADED, 1, isChosen);
    }
  }
}

function change(group: Object3D, opacity: number, width: number, outlined: boolean): void {
  group.traverse((node) => {
    // Every drawn node of ours has exactly one material.
    const material = (node as Partial<Mesh>).material as Material | undefined;
    if (material === undefined) return;
    const line = material instanceof LineMaterial ? material : null;
    const edge = material instanceof LineBasicMaterial ? material : null;
    const before = made.get(material) ?? {
      opacity: material.opacity,
      width: line?.linewidth ?? 1,
      colour: edge?.color.clone() ?? new Color(),
    };
    made.set(material, before);
    material.opacity = before.opacity * opacity;
    if (line !== null) line.linewidth = before.width * width;
    if (edge !== null) {
      edge.color.copy(outlined ? OUTLINE : before.colour);
      if (outlined) material.opacity = 1;
    } else if (outlined && node instanceof Mesh) material.opacity = 1;
  });
}
