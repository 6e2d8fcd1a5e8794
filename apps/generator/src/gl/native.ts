/** Binds every GLES 3.0 function of gles3.json over FFI. Pointers are passed as typed arrays. */
import { readFileSync } from 'node:fs';
import type { LibraryHandle } from 'koffi';

export type GlFunction = (...args: unknown[]) => unknown;
/** glName -> callable; booleans are accepted where GL wants 0 or 1. */
export type Native = Readonly<Record<string, GlFunction>>;

interface Tables {
  readonly functions: Readonly<Record<string, readonly [string, readonly string[]]>>;
  readonly constants: Readonly<Record<string, number>>;
}

const tables = JSON.parse(readFileSync(new URL('./gles3.json', import.meta.url), 'utf8')) as Tables;

/** Constants of OpenGL ES 3.0 and the few that only WebGL 2 has. */
export const constants: Readonly<Record<string, number>> = {
  ...tables.constants,
  UNPACK_FLIP_Y_WEBGL: 0x9240,
  UNPACK_PREMULTIPLY_ALPHA_WEBGL: 0x9241,
  CONTEXT_LOST_WEBGL: 0x9242,
  UNPACK_COLORSPACE_CONVERSION_WEBGL: 0x9243,
  BROWSER_DEFAULT_WEBGL: 0x9244,
  MAX_CLIENT_WAIT_TIMEOUT_WEBGL: 0x9247,
  TIMEOUT_IGNORED: -1,
};

/** Their last argument is an offset into the bound buffer, not an address. */
const OFFSET_LAST = new Set([
  'glVertexAttribPointer',
  'glVertexAttribIPointer',
  'glDrawElements',
  'glDrawElementsInstanced',
  'glDrawRangeElements',
]);

/** C string parameters, by position. */
const STRINGS: Readonly<Record<string, number>> = {
  glBindAttribLocation: 2,
  glGetAttribLocation: 1,
  glGetUniformLocation: 1,
  glGetUniformBlockIndex: 1,
  glGetFragDataLocation: 1,
};

export function bindNative(library: LibraryHandle): Native {
  const native: Record<string, GlFunction> = {};
  for (const [name, [result, parameters]] of Object.entries(tables.functions)) {
    const types = parameters.map((type, index) => {
      if (index === parameters.length - 1 && OFFSET_LAST.has(name)) return 'intptr';
      return STRINGS[name] === index ? 'str' : type;
    });
    if (name === 'glShaderSource') types[2] = 'str*';
    native[name] = numericBooleans(library.func(name, result, types) as GlFunction, types);
  }
  return native;
}

/** FFI refuses `true` for a GLboolean. */
function numericBooleans(call: GlFunction, types: readonly string[]): GlFunction {
  const positions = types.flatMap((type, index) => (type === 'uint8' ? [index] : []));
  if (positions.length === 0) return call;
  return (...args) => {
    for (const position of positions) args[position] = Number(args[position]);
    return call(...args);
  };
}
