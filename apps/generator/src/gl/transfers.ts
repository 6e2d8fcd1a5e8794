/** Data in and out of GL: buffers, textures from typed arrays, read-back. Images of a DOM do not exist here. */
import { constants, type GlFunction, type Native } from './native.ts';

/** WebGL-only unpack flags; three sets them on every upload, GL itself does not know them. */
const WEBGL_UNPACK = new Set([
  constants['UNPACK_FLIP_Y_WEBGL'],
  constants['UNPACK_PREMULTIPLY_ALPHA_WEBGL'],
  constants['UNPACK_COLORSPACE_CONVERSION_WEBGL'],
]);

/** Position of the pixels among the arguments of each upload call. */
const UPLOADS = { texImage2D: 8, texSubImage2D: 8, texImage3D: 9, texSubImage3D: 10 } as const;

export function transferCalls(native: Native): Record<string, GlFunction> {
  const n = native;
  const calls: Record<string, GlFunction> = {};
  calls['bufferData'] = (target, data, usage) => {
    if (typeof data === 'number') return n['glBufferData']!(target, data, null, usage);
    const content = bytesOf(data);
    return n['glBufferData']!(target, content?.byteLength ?? 0, content, usage);
  };
  calls['bufferSubData'] = (target, offset, data, start = 0, length = 0) => {
    const whole = data as Float32Array;
    const first = Number(start);
    const part = first || length ? whole.subarray(first, length ? first + Number(length) : undefined) : whole;
    n['glBufferSubData']!(target, offset, part.byteLength, bytesOf(part));
  };
  calls['pixelStorei'] = (key, value) => {
    if (!WEBGL_UNPACK.has(Number(key))) n['glPixelStorei']!(key, Number(value));
  };
  for (const [name, position] of Object.entries(UPLOADS)) {
    const call = n[`glT${name.slice(1)}`]!;
    calls[name] = (...args) => {
      if (args.length <= position)
        throw new Error(`${name}: only typed arrays can be uploaded (use DataTexture)`);
      args[position] = bytesOf(args[position]);
      return call(...args);
    };
  }
  calls['readPixels'] = (x, y, width, height, format, type, data) =>
    n['glReadPixels']!(x, y, width, height, format, type, bytesOf(data));
  calls['drawBuffers'] = (buffers) => {
    const list = Uint32Array.from(buffers as number[]);
    n['glDrawBuffers']!(list.length, list);
  };
  calls['invalidateFramebuffer'] = (target, attachments) => {
    const list = Uint32Array.from(attachments as number[]);
    n['glInvalidateFramebuffer']!(target, list.length, list);
  };
  const cleared = { f: Float32Array, i: Int32Array, ui: Uint32Array } as const;
  for (const type of ['f', 'i', 'ui'] as const) {
    calls[`clearBuffer${type}v`] = (buffer, index, values) =>
      n[`glClearBuffer${type}v`]!(buffer, index, cleared[type].from(values as number[]));
  }
  return calls;
}

function bytesOf(data: unknown): Uint8Array | null {
  if (data === null || data === undefined) return null;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (!ArrayBuffer.isView(data)) throw new Error('only typed arrays can be passed to GL');
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
