/** What three asks a context about itself: limits, extensions, formats. */
import { constants, type GlFunction, type Native } from './native.ts';

const TEXTURE_MAX_ANISOTROPY = 0x84fe;
const MAX_TEXTURE_MAX_ANISOTROPY = 0x84ff;
/** Read back as four integers, not one. */
const RECTANGLES = new Set([constants['SCISSOR_BOX'], constants['VIEWPORT']]);
const STRINGS = new Set([constants['VENDOR'], constants['RENDERER']]);

export function queryCalls(native: Native): Record<string, GlFunction> {
  const n = native;
  const int = new Int32Array(64);
  const range = new Int32Array(2);
  const extensions = new Set(String(n['glGetString']!(constants['EXTENSIONS'])).split(' '));
  const offered: Record<string, object> = { EXT_color_buffer_float: {}, EXT_color_buffer_half_float: {} };
  if (extensions.has('GL_OES_texture_float_linear')) offered['OES_texture_float_linear'] = {};
  if (extensions.has('GL_EXT_texture_filter_anisotropic')) {
    offered['EXT_texture_filter_anisotropic'] = {
      TEXTURE_MAX_ANISOTROPY_EXT: TEXTURE_MAX_ANISOTROPY,
      MAX_TEXTURE_MAX_ANISOTROPY_EXT: MAX_TEXTURE_MAX_ANISOTROPY,
    };
  }
  return {
    getSupportedExtensions: () => Object.keys(offered),
    getExtension: (name) => offered[String(name)] ?? null,
    getContextAttributes: () => ({ alpha: true, depth: true, stencil: true, antialias: false }),
    isContextLost: () => false,
    getParameter: (key) => {
      const constant = Number(key);
      if (constant === constants['VERSION']) return `WebGL 2.0 (${String(n['glGetString']!(constant))})`;
      if (constant === constants['SHADING_LANGUAGE_VERSION']) return 'WebGL GLSL ES 3.00';
      if (STRINGS.has(constant)) return n['glGetString']!(constant);
      int[0] = 0;
      n['glGetIntegerv']!(constant, int);
      return RECTANGLES.has(constant) ? int.slice(0, 4) : int[0];
    },
    getShaderPrecisionFormat: (shader, precision) => {
      n['glGetShaderPrecisionFormat']!(shader, precision, range, int);
      return { rangeMin: range[0], rangeMax: range[1], precision: int[0] };
    },
    getInternalformatParameter: (target, format, key) => {
      const counts = new Int32Array(8);
      n['glGetInternalformativ']!(target, format, key, counts.length, counts);
      return counts.filter((count) => count > 0);
    },
  };
}
