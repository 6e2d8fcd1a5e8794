/**
 * The rich look on top of the plain material: further patterns, reflections of sky or room by Fresnel's law, metal, and
 * darkness in corners and where things stand. Cheap stand-ins: what reflects is a gradient, what occludes are the
 * objects' boxes and the room's planes.
 */
import type { Box } from '@parallax/geometry';
import { type MeshStandardMaterial, Vector3, Vector4 } from 'three';
import { linearOf, type Rgb } from '../../assets/paint/palette.ts';
import type { SceneLook } from '../../scenes/look.ts';
import type { PlacedShape } from '../stage.ts';
import { MATERIALS_GLSL } from './materials-glsl.ts';

/** Boxes that darken what is near their feet; a scene with more keeps those that cover most floor. */
const MAX_CONTACTS = 16;
/** So far from any wall that nothing darkens, metres. */
const FAR = 1e4;
/** Under the open sky only the floor is near. */
const OPEN: Box = { min: [-FAR, 0, -FAR], max: [FAR, FAR, FAR] };

export type RichUniforms = ReturnType<typeof createRichUniforms>;

export function createRichUniforms() {
  return {
    contacts: { value: Array.from({ length: 2 * MAX_CONTACTS }, () => new Vector4()) },
    contactCount: { value: 0 },
    roomMin: { value: new Vector3() },
    roomMax: { value: new Vector3() },
    skyLow: { value: new Vector3() },
    skyHigh: { value: new Vector3() },
    groundColour: { value: new Vector3() },
  };
}

/** Describes a loaded scene to the shader. */
export function fillRichUniforms(
  uniforms: RichUniforms,
  placed: readonly PlacedShape[],
  look: SceneLook,
): void {
  const feet = placed
    .map(({ object, shape }) => ({ object, size: shape.size.map((extent) => extent * object.scale) }))
    .sort((a, b) => b.size[0]! * b.size[2]! - a.size[0]! * a.size[2]!)
    .slice(0, MAX_CONTACTS);
  uniforms.contactCount.value = feet.length;
  for (const [k, { object, size }] of feet.entries()) {
    const yaw = (object.yawDeg * Math.PI) / 180;
    const [x, y, z] = object.position;
    uniforms.contacts.value[2 * k]!.set(x, z, size[0]! / 2, size[2]! / 2);
    uniforms.contacts.value[2 * k + 1]!.set(Math.cos(yaw), Math.sin(yaw), y, size[1]!);
  }
  const { room, sky, ambient } = look;
  uniforms.roomMin.value.set(...(room?.min ?? OPEN.min));
  uniforms.roomMax.value.set(...(room?.max ?? OPEN.max));
  setLinear(uniforms.skyLow.value, sky.horizon);
  setLinear(uniforms.skyHigh.value, sky.zenith);
  setLinear(uniforms.groundColour.value, ambient.ground);
}

/** Adds the look to a surface material that is not compiled yet, and returns it. */
export function addRichLook(material: MeshStandardMaterial, uniforms: RichUniforms): MeshStandardMaterial {
  const compile = material.onBeforeCompile;
  const key = material.customProgramCacheKey();
  material.customProgramCacheKey = () => `${key} rich`;
  material.onBeforeCompile = (shader, renderer) => {
    compile.call(material, shader, renderer);
    Object.assign(shader.uniforms, uniforms);
    shader.vertexShader = shader.vertexShader
      .replace('void main() {', 'varying vec3 vPlace;\nvoid main() {')
      .replace('#include <begin_vertex>', '#include <begin_vertex>\nvPlace = position;');
    shader.fragmentShader = shader.fragmentShader
      .replace('void main() {', `${MATERIALS_GLSL}${SHADE_GLSL}\nvoid main() {`)
      .replace(
        'diffuseColor.rgb = mix(diffuseColor.rgb, vSecond, patternShare());',
        'vec2 share = materialShare(inverseTransformDirection(normalize(vNormal), viewMatrix));\n' +
          'diffuseColor.rgb = mix(diffuseColor.rgb, vSecond, share.x) * (1.0 - 0.45 * share.y);',
      )
      .replace('#include <aomap_fragment>', APPLY_GLSL);
  };
  return material;
}

const SHADE_GLSL = `
varying vec3 vPlace;
uniform vec4 contacts[${2 * MAX_CONTACTS}];
uniform int contactCount;
uniform vec3 roomMin, roomMax, skyLow, skyHigh, groundColour;
float openness(vec3 n) {
  float open = 1.0;
  float up = 0.3 + 0.7 * max(n.y, 0.0);
  for (int i = 0; i < ${MAX_CONTACTS}; i++) {
    if (i >= contactCount) break;
    vec4 a = contacts[2 * i], b = contacts[2 * i + 1];
    float rise = vPlace.y - b.z;
    float size = min(b.w, 0.8);
    if (rise < -0.02 || rise > 0.5 * size) continue;
    vec2 d = vPlace.xz - a.xy;
    vec2 q = vec2(b.x * d.x - b.y * d.y, b.y * d.x + b.x * d.y);
    float away = length(max(abs(q) - 0.92 * a.zw, 0.0));
    open *= 1.0 - 0.52 * up * exp(-away / (0.03 + 0.16 * size)) * (1.0 - smoothstep(0.0, 0.5 * size, rise));
  }
  vec3 toWall = max(min(vPlace - roomMin, roomMax - vPlace), 0.0);
  vec3 corner = (1.0 - abs(n)) * exp(-toWall / 0.3);
  return open * (1.0 - 0.4 * corner.x) * (1.0 - 0.4 * corner.z) * (1.0 - 0.3 * corner.y);
}
vec3 surroundings(vec3 r) {
  vec3 above = mix(skyLow, skyHigh, smoothstep(0.0, 0.75, r.y));
  return mix(0.75 * groundColour, above, smoothstep(-0.12, 0.1, r.y));
}`;

const APPLY_GLSL = `
vec3 worldNormal = inverseTransformDirection(normal, viewMatrix);
float open = openness(worldNormal);
reflectedLight.indirectDiffuse *= open;
reflectedLight.directDiffuse *= 0.55 + 0.45 * open;
float metal = int(vSurface.x + 0.5) == 10 ? 0.75 : 0.0;
vec3 face = mix(vec3(0.04), diffuseColor.rgb, metal);
float grazing = pow(1.0 - clamp(dot(normal, geometryViewDir), 0.0, 1.0), 5.0);
float gloss = 1.0 - vSurface.z;
vec3 mirrored = surroundings(inverseTransformDirection(reflect(-geometryViewDir, normal), viewMatrix));
reflectedLight.directDiffuse *= 1.0 - metal;
reflectedLight.indirectDiffuse *= 1.0 - metal;
reflectedLight.indirectSpecular += open * mirrored * (face + (max(vec3(gloss), face) - face) * grazing) * mix(gloss, 1.0, metal);
#include <aomap_fragment>`;

function setLinear(into: Vector3, colour: Rgb): void {
  into.set(linearOf(colour[0]), linearOf(colour[1]), linearOf(colour[2]));
}
