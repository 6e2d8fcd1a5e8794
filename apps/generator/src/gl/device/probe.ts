/** Which GL back end draws on this machine; used by the doctor verb. */
import { LabError } from '@parallax/lab';
import { createGlContext } from '../context.ts';

export type GlProbe =
  | { readonly ok: true; readonly backend: string; readonly renderer: string; readonly version: string }
  | { readonly ok: false; readonly message: string; readonly remedy: string };

/** Never throws: a machine without GL is a finding with a remedy. */
export function probeGl(): GlProbe {
  try {
    const { backend, renderer, version } = createGlContext();
    return { ok: true, backend, renderer, version };
  } catch (error) {
    const remedy = error instanceof LabError ? error.remedy : undefined;
    return {
      ok: false,
      message: (error as Error).message,
      remedy: remedy ?? 'Report this with PARALLAX_DEBUG=1.',
    };
  }
}
