/**
 * Instance masks. Two flat passes without lights or multisampling: the nearest object's number in each pixel, and each
 * object's own silhouette (as if it stood alone), one colour channel an object, united by MAX blending.
 */
import {
  CustomBlending,
  GLSL3,
  MaxEquation,
  NearestFilter,
  NoBlending,
  OneFactor,
  RawShaderMaterial,
  UnsignedByteType,
  WebGLRenderTarget,
} from 'three';

/** Numbers are eight bits; 0 is the background and 255 the sky. */
export const MAX_OBJECTS = 254;
/** Four RGBA attachments: that many objects fit in one silhouette draw. */
export const OBJECTS_PER_DRAW = 16;

const VERTEX = `
precision highp float;
uniform mat4 projectionMatrix;
uniform mat4 modelViewMatrix;
in vec3 position;
in float objectNumber;
out float vNumber;
void main() {
  vNumber = objectNumber;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}`;

export function createNumberMaterial(): RawShaderMaterial {
  return new RawShaderMaterial({
    glslVersion: GLSL3,
    blending: NoBlending,
    vertexShader: VERTEX,
    fragmentShader: `
precision highp float;
in float vNumber;
out vec4 pixel;
void main() { pixel = vec4(floor(vNumber + 0.5) / 255.0, 0.0, 0.0, 1.0); }`,
  });
}

/** Uniform `first`: number of the object in the first channel. */
export function createSilhouetteMaterial(): RawShaderMaterial {
  return new RawShaderMaterial({
    uniforms: { first: { value: 1 } },
    glslVersion: GLSL3,
    depthTest: false,
    depthWrite: false,
    transparent: true,
    blending: CustomBlending,
    blendEquation: MaxEquation,
    blendSrc: OneFactor,
    blendDst: OneFactor,
    vertexShader: VERTEX,
    fragmentShader: `
precision highp float;
in float vNumber;
uniform float first;
layout(location = 0) out vec4 a;
layout(location = 1) out vec4 b;
layout(location = 2) out vec4 c;
layout(location = 3) out vec4 d;
vec4 channels(float offset) {
  return vec4(equal(vec4(floor(vNumber + 0.5) - first - offset), vec4(0.0, 1.0, 2.0, 3.0)));
}
void main() { a = channels(0.0); b = channels(4.0); c = channels(8.0); d = channels(12.0); }`,
  });
}

export function createMaskTarget(sizePx: number, attachments: number): WebGLRenderTarget {
  return new WebGLRenderTarget(sizePx, sizePx, {
    count: attachments,
    type: UnsignedByteType,
    minFilter: NearestFilter,
    magFilter: NearestFilter,
    depthBuffer: attachments === 1,
  });
}
