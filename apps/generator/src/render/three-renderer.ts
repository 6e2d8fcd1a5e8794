/** three's WebGLRenderer over the native context, without a browser. */
import { NoToneMapping, PCFShadowMap, WebGLRenderer } from 'three';

/** Shadow maps are drawn when `shadowMap.needsUpdate` says so, not once a view: light and objects mostly stand still. */
export function createThreeRenderer(webgl: Readonly<Record<string, unknown>>, sizePx: number): WebGLRenderer {
  const ignore = (): void => undefined;
  // three asks the browser's global for its animation loop, which is never started here.
  const global = globalThis as { self?: unknown };
  global.self ??= { requestAnimationFrame: ignore, cancelAnimationFrame: ignore };
  const canvas = {
    width: sizePx,
    height: sizePx,
    style: {},
    addEventListener: ignore,
    removeEventListener: ignore,
  };
  // The context has the calls that three makes, but not the browser's nominal types.
  const renderer = new WebGLRenderer({ canvas, context: webgl } as unknown as ConstructorParameters<
    typeof WebGLRenderer
  >[0]);
  renderer.setSize(sizePx, sizePx, false);
  renderer.toneMapping = NoToneMapping;
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = PCFShadowMap;
  renderer.shadowMap.autoUpdate = false;
  // Draws keep their order: sorted by the age of materials, it would depend on the scenes that were drawn before.
  renderer.sortObjects = false;
  return renderer;
}
