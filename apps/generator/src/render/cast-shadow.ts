/** The depth material of scenes with a backdrop: background (object number 0) casts no shadow, so walls let light in. */
import { MeshDepthMaterial } from 'three';

export function createObjectShadowMaterial(): MeshDepthMaterial {
  const material = new MeshDepthMaterial();
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = shader.vertexShader
      .replace('void main() {', 'attribute float objectNumber;\nvoid main() {')
      // Outside of the clip volume, all three corners of a triangle alike.
      .replace(
        '#include <project_vertex>',
        '#include <project_vertex>\nif (objectNumber < 0.5) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);',
      );
  };
  return material;
}
