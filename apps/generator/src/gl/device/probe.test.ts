import { spawnSync } from 'node:child_process';
import { ConfigError } from '@parallax/lab';
import { describe, expect, it } from 'vitest';
import { createGlContext } from '../context.ts';
import { openBackend } from './backend.ts';
import { probeGl } from './probe.ts';

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError && error.remedy) return error.code;
    throw error;
  }
  return 'no error';
};

describe('GL back ends', () => {
  it('names what draws on this machine', () => {
    const probe = probeGl();
    if (!probe.ok) throw new Error(`${probe.message} ${probe.remedy}`);
    expect(['mesa', 'angle']).toContain(probe.backend);
    expect(probe.version).toContain('OpenGL ES 3');
  });

  it('refuses unknown and missing back ends with a remedy, never falling back from a forced one', () => {
    const accept = (): void => undefined;
    expect(codeOf(() => openBackend(accept, { PARALLAX_GL: 'metal' }))).toBe('bad-gl-backend');
    expect(codeOf(() => openBackend(accept, { PARALLAX_GL: 'angle' }))).toBe('gl-missing');
    expect(codeOf(() => openBackend(accept, { PARALLAX_GL: 'angle', PARALLAX_CHROMIUM: '/nowhere' }))).toBe(
      'gl-missing',
    );
    const refuse = (): void => {
      throw new Error('no display');
    };
    expect(codeOf(() => openBackend(refuse, {}))).toBe('gl-missing');
  });

  it('draws over ANGLE where its libraries are, in a process of its own', () => {
    const folder = process.env['PARALLAX_CHROMIUM'];
    if (!folder) {
      process.stderr.write('SKIPPED: ANGLE: PARALLAX_CHROMIUM names no folder with its libraries\n');
      return;
    }
    const script = "import('./probe.ts').then((m) => console.log(JSON.stringify(m.probeGl())))";
    const env = { ...process.env, PARALLAX_GL: 'angle' };
    const { stdout } = spawnSync(process.execPath, ['-e', script], {
      cwd: import.meta.dirname,
      env,
      encoding: 'utf8',
    });
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, backend: 'angle' });
  });

  it('compiles a shader, reports its errors, clears and reads back', () => {
    // The context is three's view of GL; the test calls it as three does.
    const gl = createGlContext(4, 4).webgl as Record<string, (...args: unknown[]) => unknown> &
      Record<'FRAGMENT_SHADER' | 'COMPILE_STATUS' | 'COLOR_BUFFER_BIT' | 'RGBA' | 'UNSIGNED_BYTE', number>;
    const compile = (source: string): { ok: unknown; log: string } => {
      const shader = gl['createShader']!(gl.FRAGMENT_SHADER);
      gl['shaderSource']!(shader, source);
      gl['compileShader']!(shader);
      return {
        ok: gl['getShaderParameter']!(shader, gl.COMPILE_STATUS),
        log: String(gl['getShaderInfoLog']!(shader)),
      };
    };
    const body = 'precision highp float;\nout vec4 pixel;\nvoid main() { pixel = vec4(1.0); }';
    expect(compile(`#version 300 es\n${body}`).ok).toBe(true);
    const broken = compile(`#version 300 es\n${body.replace('vec4(1.0)', 'nonsense')}`);
    expect(broken.ok).toBe(false);
    expect(broken.log).toContain('nonsense');
    gl['clearColor']!(1, 0.5, 0, 1);
    gl['clear']!(gl.COLOR_BUFFER_BIT);
    const pixels = new Uint8Array(64);
    gl['readPixels']!(0, 0, 4, 4, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    expect([...pixels.subarray(60)]).toEqual([255, 128, 0, 255]);
  });
});
