/** Makes one GLES 3 context current on this thread, over a small pixel buffer that is never drawn to. */
import { ConfigError } from '@parallax/lab';
import koffi from 'koffi';
import type { GlBackend } from './backend.ts';

// Values of EGL 1.5, EGL_MESA_platform_surfaceless and EGL_ANGLE_platform_angle.
const NONE = 0x3038;
const OPENGL_ES_API = 0x30a0;
const PLATFORM_SURFACELESS_MESA = 0x31dd;
const PLATFORM_ANGLE = 0x3202;
/** ANGLE over Vulkan, on SwiftShader. */
const ANGLE_ATTRIBUTES = Int32Array.of(0x3203, 0x3450, 0x3209, 0x3487, NONE);
/** Pixel-buffer surface, GLES 3, RGBA 8 bits each, depth 24, stencil 8. */
const CONFIG_ATTRIBUTES = Int32Array.of(
  ...[0x3033, 1, 0x3040, 0x40, 0x3024, 8, 0x3023, 8, 0x3022, 8, 0x3021, 8, 0x3025, 24, 0x3026, 8, NONE],
);

const GetPlatformDisplay = koffi.proto('EglGetPlatformDisplay', 'void*', ['uint32', 'void*', 'void*']);

/** @throws ConfigError `gl-context-failed` naming the step and EGL's error number. */
export function makeContextCurrent(backend: GlBackend, width: number, height: number): void {
  const bind = (name: string, result: string, types: string[]): ((...args: unknown[]) => unknown) =>
    backend.egl.func(name, result, types);
  const getError = bind('eglGetError', 'int32', []);
  const check = <T>(step: string, value: T): T => {
    if (value) return value;
    throw new ConfigError(
      'gl-context-failed',
      `${step} failed on the ${backend.name} GL back end (EGL error 0x${Number(getError()).toString(16)}).`,
      {
        remedy: 'Try the other back end (PARALLAX_GL=mesa or PARALLAX_GL=angle), or reinstall its libraries.',
      },
    );
  };
  const display = check('eglGetPlatformDisplay', getDisplay(backend));
  check('eglInitialize', bind('eglInitialize', 'uint32', ['void*', 'void*', 'void*'])(display, null, null));
  check('eglBindAPI', bind('eglBindAPI', 'uint32', ['uint32'])(OPENGL_ES_API));
  const config = new BigUint64Array(1);
  const count = new Int32Array(1);
  const choose = bind('eglChooseConfig', 'uint32', ['void*', 'void*', 'void*', 'int32', 'void*']);
  choose(display, CONFIG_ATTRIBUTES, config, 1, count);
  check('eglChooseConfig', count[0]);
  const pointers = ['void*', 'void*', 'void*'];
  const size = Int32Array.of(0x3057, width, 0x3056, height, NONE);
  const createSurface = bind('eglCreatePbufferSurface', 'void*', pointers);
  const surface = check('eglCreatePbufferSurface', createSurface(display, config[0], size));
  const createContext = bind('eglCreateContext', 'void*', [...pointers, 'void*']);
  const version = Int32Array.of(0x3098, 3, 0x30fb, 0, NONE);
  const context = check('eglCreateContext', createContext(display, config[0], null, version));
  const makeCurrent = bind('eglMakeCurrent', 'uint32', [...pointers, 'void*']);
  check('eglMakeCurrent', makeCurrent(display, surface, surface, context));
}

function getDisplay(backend: GlBackend): unknown {
  const getProcAddress = backend.egl.func('eglGetProcAddress', 'void*', ['str']);
  const pointer: unknown = getProcAddress('eglGetPlatformDisplayEXT');
  if (!pointer) return null;
  // koffi types a decoded prototype as unknown; the prototype above says what it is.
  const getPlatformDisplay = koffi.decode(pointer, GetPlatformDisplay) as (...args: unknown[]) => unknown;
  return backend.name === 'angle'
    ? getPlatformDisplay(PLATFORM_ANGLE, null, ANGLE_ATTRIBUTES)
    : getPlatformDisplay(PLATFORM_SURFACELESS_MESA, null, null);
}
