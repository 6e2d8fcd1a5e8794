/**
 * The one lit material of every scene: colour, pattern, roughness and glow come from vertex attributes, so that all
 * objects, floor and sky are one draw call and no shader is compiled after the first image.
 */
import { type DataArrayTexture, MeshStandardMaterial } from 'three';

/** Same numbers as assets/paint/paint.ts `patterns`. Each returns the share of the second colour, faded where too fine. */
const PATTERN_GLSL = `
varying vec3 vRest;
varying vec3 vSecond;
varying vec4 vSurface;
float latticeNoise(vec3 cell) {
  vec3 p = fract(cell * vec3(0.1031, 0.1030, 0.0973));
  p += dot(p, p.yxz + 33.33);
  return fract((p.x + p.y) * p.z);
}
float softNoise(vec3 p) {
  vec3 i = floor(p), f = fract(p);
  f = f * f * (3.0 - 2.0 * f);
  vec2 o = vec2(0.0, 1.0);
  return mix(
    mix(mix(latticeNoise(i + o.xxx), latticeNoise(i + o.yxx), f.x), mix(latticeNoise(i + o.xyx), latticeNoise(i + o.yyx), f.x), f.y),
    mix(mix(latticeNoise(i + o.xxy), latticeNoise(i + o.yxy), f.x), mix(latticeNoise(i + o.xyy), latticeNoise(i + o.yyy), f.x), f.y),
    f.z);
}
float patternShare() {
  int kind = int(vSurface.x + 0.5);
  vec3 p = vRest * vSurface.y;
  vec3 wide = fwidth(p);
  float blur = smoothstep(0.35, 0.9, max(wide.x, max(wide.y, wide.z)));
  vec3 edge = max(wide, vec3(0.02));
  if (kind == 1) return mix(smoothstep(-edge.y, edge.y, abs(fract(p.y) - 0.5) - 0.25), 0.5, blur);
  if (kind == 2) {
    vec3 s = smoothstep(-edge, edge, abs(fract(p * 0.5) - 0.5) - 0.25) * 2.0 - 1.0;
    return mix(0.5 + 0.5 * s.x * s.y * s.z, 0.5, blur);
  }
  if (kind == 3) {
    vec3 q = fract(p) - 0.5;
    float r = length(q);
    return mix(1.0 - smoothstep(0.34 - edge.x, 0.34 + edge.x, r), 0.3, blur);
  }
  if (kind == 4) return mix(softNoise(vec3(p.x * 0.6, p.y * 2.2, p.z * 2.2)), 0.5, blur) * 0.9;
  if (kind == 5) return mix(0.6 * softNoise(p * 0.5) + 0.4 * softNoise(p * 2.0), 0.5, 0.7 * blur);
  if (kind == 6) {
    vec2 g = abs(fract(p.xz) - 0.5);
    float joint = smoothstep(0.46 - edge.x, 0.46 + edge.x, max(g.x, g.y));
    return mix(max(joint, 0.45 * latticeNoise(vec3(floor(p.xz), 1.0))), 0.3, blur);
  }
  if (kind == 7) {
    float row = floor(p.x * 2.0);
    float plank = latticeNoise(vec3(row, floor(p.z * 0.35 + 7.0 * latticeNoise(vec3(row, 3.0, 5.0))), 2.0));
    float joint = smoothstep(0.47 - edge.x, 0.47 + edge.x, abs(fract(p.x * 2.0) - 0.5));
    float grain = softNoise(vec3(p.x * 9.0, 0.0, p.z * 0.8));
    return mix(max(joint, 0.55 * plank + 0.25 * grain), 0.4, blur);
  }
  return 0.0;
}
`;

/** The array texture of the scene that is drawn. */
export interface TextureSlot {
  value: DataArrayTexture | null;
}

/**
 * @param textures layers that the attribute `texel` (u, v, layer) multiplies the colour by; a material without them is
 * another program, so that scenes without models pay nothing and keep their pixels.
 */
export function createSurfaceMaterial(textures?: TextureSlot): MeshStandardMaterial {
  const material = new MeshStandardMaterial({ vertexColors: true, metalness: 0 });
  if (textures !== undefined) material.customProgramCacheKey = () => 'textured';
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = shader.vertexShader
      .replace(
        'void main() {',
        'attribute vec3 rest;\nattribute vec3 second;\nattribute vec4 surface;\n' +
          'varying vec3 vRest;\nvarying vec3 vSecond;\nvarying vec4 vSurface;\nvoid main() {',
      )
      .replace(
        '#include <begin_vertex>',
        '#include <begin_vertex>\nvRest = rest; vSecond = second; vSurface = surface;',
      );
    shader.fragmentShader = shader.fragmentShader
      .replace('void main() {', `${PATTERN_GLSL}\nvoid main() {`)
      .replace(
        '#include <color_fragment>',
        '#include <color_fragment>\ndiffuseColor.rgb = mix(diffuseColor.rgb, vSecond, patternShare());',
      )
      .replace('#include <roughnessmap_fragment>', 'float roughnessFactor = vSurface.z;')
      .replace(
        '#include <opaque_fragment>',
        'outgoingLight = mix(outgoingLight, diffuseColor.rgb, vSurface.w);\n#include <opaque_fragment>',
      );
    if (textures !== undefined) addTextures(shader, textures);
  };
  return material;
}

/** Read everywhere, so that neighbouring pixels have derivatives, and used where the layer is not -1. */
function addTextures(
  shader: Parameters<MeshStandardMaterial['onBeforeCompile']>[0],
  textures: TextureSlot,
): void {
  shader.uniforms['textures'] = textures;
  shader.vertexShader = shader.vertexShader
    .replace('void main() {', 'attribute vec3 texel;\nvarying vec3 vTexel;\nvoid main() {')
    .replace('#include <begin_vertex>', '#include <begin_vertex>\nvTexel = texel;');
  shader.fragmentShader = shader.fragmentShader
    .replace(
      'void main() {',
      'varying vec3 vTexel;\nuniform mediump sampler2DArray textures;\nvoid main() {\n' +
        'vec3 texelColour = texture(textures, vec3(vTexel.xy, max(floor(vTexel.z + 0.5), 0.0))).rgb;',
    )
    .replace(
      'float roughnessFactor = vSurface.z;',
      'float roughnessFactor = vSurface.z;\nif (vTexel.z > -0.5) diffuseColor.rgb *= texelColour;',
    );
}
