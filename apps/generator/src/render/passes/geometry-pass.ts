/**
 * Depth, normals and object coordinates in one draw: two float attachments, no lights, no multisampling, so that every
 * pixel holds the surface that its centre sees and agrees with the instance mask.
 */
import {
  FloatType,
  GLSL3,
  NearestFilter,
  NoBlending,
  RawShaderMaterial,
  RGBAFormat,
  WebGLRenderTarget,
} from 'three';
import { SKY_NUMBER } from '../stage.ts';

/** Rows bottom first, four floats a pixel, as GL reads them. */
export interface GeometryPixels {
  /** World normal (unit), then depth along the viewing axis in metres; zeros where only sky is seen. */
  readonly normalDepth: Float32Array;
  /** Point in the object's own frame before scaling (`Shape.position`); zeros in the background. */
  readonly point: Float32Array;
}

export function createGeometryPixels(sizePx: number): GeometryPixels {
  const length = sizePx * sizePx * 4;
  return { normalDepth: new Float32Array(length), point: new Float32Array(length) };
}

export function createGeometryTarget(sizePx: number): WebGLRenderTarget {
  return new WebGLRenderTarget(sizePx, sizePx, {
    count: 2,
    format: RGBAFormat,
    type: FloatType,
    minFilter: NearestFilter,
    magFilter: NearestFilter,
  });
}

export function createGeometryMaterial(): RawShaderMaterial {
  return new RawShaderMaterial({
    glslVersion: GLSL3,
    blending: NoBlending,
    vertexShader: `
precision highp float;
uniform mat4 projectionMatrix;
uniform mat4 modelViewMatrix;
in vec3 position;
in vec3 normal;
in vec3 rest;
in float objectNumber;
out float vNumber;
out float vDepth;
out vec3 vNormal;
out vec3 vRest;
void main() {
  vNumber = objectNumber;
  vNormal = normal;
  vRest = rest;
  vDepth = -(modelViewMatrix * vec4(position, 1.0)).z;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}`,
    fragmentShader: `
precision highp float;
in float vNumber;
in float vDepth;
in vec3 vNormal;
in vec3 vRest;
layout(location = 0) out vec4 normalDepth;
layout(location = 1) out vec4 point;
void main() {
  float number = floor(vNumber + 0.5);
  normalDepth = number == ${SKY_NUMBER}.0 ? vec4(0.0) : vec4(normalize(vNormal), vDepth);
  point = number == 0.0 || number == ${SKY_NUMBER}.0 ? vec4(0.0) : vec4(vRest, 1.0);
}`,
  });
}
