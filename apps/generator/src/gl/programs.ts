/** Shaders, programs and uniforms in WebGL's form. */
import { constants, type GlFunction, type Native } from './native.ts';
import { GlObject, idOf } from './objects.ts';

/** KHR_parallel_shader_compile: compiling is synchronous here, so always complete. */
const COMPLETION_STATUS = 0x91b1;
const NAME_BYTES = 4096;
const LOG_BYTES = 65536;

class UniformLocation {
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }
}

export function programCalls(native: Native): Record<string, GlFunction> {
  const calls: Record<string, GlFunction> = {};
  const n = native;
  const int = new Int32Array(4);
  const length = new Int32Array(4);
  const bytes = new Uint8Array(LOG_BYTES);
  const text = (): string => Buffer.from(bytes.buffer, 0, length[0]).toString('utf8');

  calls['createShader'] = (kind) => new GlObject(Number(n['glCreateShader']!(kind)));
  calls['createProgram'] = () => new GlObject(Number(n['glCreateProgram']!()));
  for (const one of [
    'deleteShader',
    'compileShader',
    'deleteProgram',
    'linkProgram',
    'validateProgram',
    'useProgram',
  ]) {
    const call = n[`gl${one[0]!.toUpperCase()}${one.slice(1)}`]!;
    calls[one] = (object) => (object || one === 'useProgram' ? call(idOf(object)) : undefined);
  }
  calls['attachShader'] = (program, shader) => n['glAttachShader']!(idOf(program), idOf(shader));
  calls['detachShader'] = (program, shader) => n['glDetachShader']!(idOf(program), idOf(shader));
  calls['shaderSource'] = (shader, source) => {
    (shader as GlObject).source = String(source);
    n['glShaderSource']!(idOf(shader), 1, [source], null);
  };
  calls['getShaderSource'] = (shader) => (shader as GlObject).source;
  calls['bindAttribLocation'] = (program, index, name) =>
    n['glBindAttribLocation']!(idOf(program), index, name);
  calls['getAttribLocation'] = (program, name) => n['glGetAttribLocation']!(idOf(program), name);
  for (const one of ['Shader', 'Program']) {
    const flags = new Set(
      ['COMPILE_STATUS', 'LINK_STATUS', 'VALIDATE_STATUS', 'DELETE_STATUS'].map((key) => constants[key]),
    );
    calls[`get${one}Parameter`] = (object, key) => {
      if (key === COMPLETION_STATUS) return true;
      n[`glGet${one}iv`]!(idOf(object), key, int);
      return flags.has(Number(key)) ? int[0] !== 0 : int[0];
    };
    calls[`get${one}InfoLog`] = (object) => {
      length[0] = 0;
      n[`glGet${one}InfoLog`]!(idOf(object), LOG_BYTES, length, bytes);
      return text();
    };
  }
  for (const one of ['getActiveUniform', 'getActiveAttrib']) {
    const call = n[`glG${one.slice(1)}`]!;
    calls[one] = (program, index) => {
      call(idOf(program), index, NAME_BYTES, length, length.subarray(1), length.subarray(2), bytes);
      return { name: text(), size: length[1], type: length[2] };
    };
  }
  calls['getUniformLocation'] = (program, name) => {
    const index = Number(n['glGetUniformLocation']!(idOf(program), name));
    return index < 0 ? null : new UniformLocation(index);
  };
  calls['getUniformBlockIndex'] = (program, name) => n['glGetUniformBlockIndex']!(idOf(program), name);
  calls['uniformBlockBinding'] = (program, block, binding) =>
    n['glUniformBlockBinding']!(idOf(program), block, binding);
  return { ...calls, ...uniformCalls(native) };
}

function uniformCalls(native: Native): Record<string, GlFunction> {
  const calls: Record<string, GlFunction> = {};
  const arrays = { f: Float32Array, i: Int32Array, ui: Uint32Array } as const;
  for (const width of [1, 2, 3, 4]) {
    for (const type of ['f', 'i', 'ui'] as const) {
      const scalars = native[`glUniform${width}${type}`]!;
      const vector = native[`glUniform${width}${type}v`]!;
      const TypedArray = arrays[type];
      calls[`uniform${width}${type}`] = (location, ...values) =>
        location instanceof UniformLocation ? scalars(location.index, ...values.map(Number)) : undefined;
      calls[`uniform${width}${type}v`] = (location, values) => {
        if (!(location instanceof UniformLocation)) return;
        const data = values instanceof TypedArray ? values : new TypedArray(values as number[]);
        vector(location.index, data.length / width, data);
      };
    }
    calls[`vertexAttrib${width}fv`] = (index, values) =>
      native[`glVertexAttrib${width}fv`]!(index, Float32Array.from(values as number[]));
    if (width === 1) continue;
    const matrix = native[`glUniformMatrix${width}fv`]!;
    calls[`uniformMatrix${width}fv`] = (location, transpose, values) => {
      if (!(location instanceof UniformLocation)) return;
      const data = values instanceof Float32Array ? values : Float32Array.from(values as number[]);
      matrix(location.index, data.length / (width * width), transpose, data);
    };
  }
  return calls;
}
