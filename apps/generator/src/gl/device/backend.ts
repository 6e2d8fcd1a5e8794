/**
 * Chooses the software rasteriser: system Mesa where libEGL is installed, else ANGLE over SwiftShader from a
 * Chromium folder. Both draw without a display server; their bytes differ, so data sets record which one drew.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@parallax/lab';
import koffi, { type LibraryHandle } from 'koffi';

export type GlBackendName = 'mesa' | 'angle';

export interface GlBackend {
  readonly name: GlBackendName;
  readonly egl: LibraryHandle;
  readonly gles: LibraryHandle;
}

const REMEDY =
  'Install Mesa (Debian/Ubuntu: apt install libegl1 libgles2 libegl-mesa0 libgl1-mesa-dri), or let ' +
  './parallax doctor set up the ANGLE libraries and point PARALLAX_CHROMIUM at their folder.';

/**
 * Loads the libraries of the first back end on which `start` succeeds. PARALLAX_GL=mesa|angle forces one: a forced
 * back end that is missing is an error, never a silent fall back.
 * @param start makes a context; its failure moves on to the next back end.
 * @throws ConfigError `bad-gl-backend` for an unknown name, `gl-missing` when no back end works.
 */
export function openBackend(
  start: (backend: GlBackend) => void,
  environment: NodeJS.ProcessEnv = process.env,
): GlBackend {
  const forced = environment['PARALLAX_GL'];
  if (forced !== undefined && forced !== '' && forced !== 'mesa' && forced !== 'angle') {
    throw new ConfigError('bad-gl-backend', `PARALLAX_GL=${forced} names no GL back end.`, {
      remedy: 'Use PARALLAX_GL=mesa or PARALLAX_GL=angle, or unset it.',
    });
  }
  const failures: string[] = [];
  for (const name of ['mesa', 'angle'] as const) {
    if (forced && forced !== name) continue;
    try {
      const backend = name === 'mesa' ? openMesa() : openAngle(environment['PARALLAX_CHROMIUM']);
      start(backend);
      return backend;
    } catch (cause) {
      failures.push(`${name}: ${(cause as Error).message.split('\n')[0]}`);
    }
  }
  throw new ConfigError('gl-missing', `No GL back end works (${failures.join('; ')}).`, {
    remedy: REMEDY,
  });
}

function openMesa(): GlBackend {
  // A DISPLAY that is not there makes Mesa wait for it; the surfaceless platform needs none.
  delete process.env['DISPLAY'];
  return { name: 'mesa', egl: koffi.load('libEGL.so.1'), gles: koffi.load('libGLESv2.so.2') };
}

function openAngle(folder: string | undefined): GlBackend {
  if (!folder) throw new Error('PARALLAX_CHROMIUM is not set');
  const place = findLibraries(folder);
  if (place === undefined) throw new Error(`${folder} holds no libEGL.so and libGLESv2.so`);
  // ANGLE looks for SwiftShader's Vulkan driver beside itself.
  process.env['VK_ICD_FILENAMES'] ??= join(place, 'vk_swiftshader_icd.json');
  return {
    name: 'angle',
    egl: koffi.load(join(place, 'libEGL.so')),
    gles: koffi.load(join(place, 'libGLESv2.so')),
  };
}

/** The folder itself or one of its direct subfolders: the package's layout has moved between versions. */
function findLibraries(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const places = [folder, ...below.map((entry) => join(folder, entry.name))];
  return places.find(
    (place) => existsSync(join(place, 'libEGL.so')) && existsSync(join(place, 'libGLESv2.so')),
  );
}
