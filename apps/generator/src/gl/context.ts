/**
 * A WebGL2-shaped context in plain Node: no browser, no display server, no compiler. It covers what three's
 * WebGLRenderer calls; calls whose arguments are plain numbers go straight to GLES 3.
 */
import { type GlBackend, type GlBackendName, openBackend } from './device/backend.ts';
import { makeContextCurrent } from './device/egl.ts';
import { bindNative, constants, type GlFunction } from './native.ts';
import { objectCalls } from './objects.ts';
import { programCalls } from './programs.ts';
import { queryCalls } from './queries.ts';
import { transferCalls } from './transfers.ts';

export interface GlContext {
  readonly backend: GlBackendName;
  /** For example "llvmpipe (LLVM 15.0.6, 256 bits)". */
  readonly renderer: string;
  /** For example "OpenGL ES 3.2 Mesa 22.3.6". */
  readonly version: string;
  /** The object to hand to three as its `context`. */
  readonly webgl: Readonly<Record<string, unknown>>;
}

/** A library handle that is garbage-collected closes its library, and the context goes with it. */
const keptOpen: GlBackend[] = [];

/**
 * One context a process or worker thread; it stays current until the process ends.
 * @throws ConfigError `gl-missing` or `bad-gl-backend`, with a remedy.
 */
export function createGlContext(width = 64, height = 64): GlContext {
  const backend = openBackend((candidate) => makeContextCurrent(candidate, width, height));
  keptOpen.push(backend);
  const native = bindNative(backend.gles);
  const direct: Record<string, GlFunction> = {};
  for (const [name, call] of Object.entries(native)) direct[name[2]!.toLowerCase() + name.slice(3)] = call;
  const webgl = {
    ...constants,
    ...direct,
    clearDepth: native['glClearDepthf'],
    depthRange: native['glDepthRangef'],
    ...objectCalls(native),
    ...programCalls(native),
    ...transferCalls(native),
    ...queryCalls(native),
    drawingBufferWidth: width,
    drawingBufferHeight: height,
    drawingBufferColorSpace: 'srgb',
  };
  return {
    backend: backend.name,
    renderer: String(native['glGetString']!(constants['RENDERER'])),
    version: String(native['glGetString']!(constants['VERSION'])),
    webgl,
  };
}

/** "mesa: llvmpipe (LLVM 15.0.6, 256 bits); OpenGL ES 3.2 Mesa 22.3.6": pixels depend on all of it. */
export function describeGl({ backend, renderer, version }: GlContext): string {
  return `${backend}: ${renderer}; ${version}`;
}
