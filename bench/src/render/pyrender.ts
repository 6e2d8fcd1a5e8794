/**
 * Images a second: ours against pyrender, same scene, size, cameras and machine, both over the system's Mesa.
 *   node pyrender.ts [--size=128] [--views=20] [--scenes=3] [--rounds=5] [--json]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alternate } from '../frame/alternate.ts';
import { numberOf, pythonWith, runScript } from '../frame/peer.ts';
import { countOption, printReport } from '../frame/report.ts';
import { writeScene } from './write-scene.ts';

const GOAL_RATIO = 3;
/** Pixels on edges may fall to either side; another scene or another camera would be far off. */
const MOST_APART = 0.02;
const REPEATS = 3;
const size = { imageSizePx: countOption('size', 128), views: countOption('views', 20) };
const scenes = countOption('scenes', 3);
// Pinned as a set that works together: pyrender 0.1.45 wants pyglet 1.
const python = await pythonWith(['pyrender==0.1.45', 'pyglet==1.5.31', 'numpy==2.4.6', 'trimesh==5.2.0']);
const folder = mkdtempSync(join(tmpdir(), 'parallax-bench-render-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const files = Array.from({ length: scenes }, (_, scene) => {
  const path = join(folder, `scene-${scene}.json`);
  writeScene(path, { ...size, scene, look: 'plain' });
  return path;
});
// One thread for the rasteriser, as in our workers: processes share the cores. Children inherit it.
process.env['LP_NUM_THREADS'] = '0';
process.env['PARALLAX_GL'] = 'mesa';

const local = (name: string): string => join(import.meta.dirname, name);
const drawnBy = new Map<string, unknown>();
const masks = new Map<string, number[]>();
const side = (name: string, draw: (scene: number) => ReturnType<typeof runScript>) => ({
  name,
  run: async () => {
    let ms = 0;
    for (let scene = 0; scene < scenes; scene++) {
      const result = await draw(scene);
      ms += numberOf(result, 'ms');
      drawnBy.set(name, result['drawnBy']);
      masks.set(`${name} ${scene}`, result['pixels'] as number[]); // Both scripts print numbers.
    }
    return ms;
  },
});
const ours = (name: string, look: string) =>
  side(name, (scene) => {
    const args = [size.imageSizePx, size.views, scene, REPEATS].map(String);
    return runScript(process.execPath, local('draw-parallax.ts'), [...args, look]);
  });
const measurements = await alternate(
  [
    ours('parallax', 'plain'),
    ours('parallax, rich look', 'rich'),
    side('pyrender', (scene) =>
      runScript(python, local('draw_pyrender.py'), [files[scene]!, String(REPEATS)]),
    ),
  ],
  { rounds: countOption('rounds', 5), warmUps: 0 },
);
const [plain, rich, peer] = measurements.map(({ medianMs }) => medianMs) as [number, number, number];
const images = scenes * size.views;
const ratio = peer / plain;

printReport({
  bench: `${scenes} scenes, ${size.views} views each, ${size.imageSizePx} px`,
  notes: [
    'Both: colour with 4 samples a pixel and the shadow of one sun, and the instance mask; every picture is read back.',
    'parallax also measures what share of each object is hidden (its silhouettes), and shades patterns; the rich look adds materials,',
    'reflections and darkness in corners, which pyrender does not have.',
    'pyrender draws plain vertex colours; its shadow map is of 4096 px and drawn anew for every view, as it always does.',
    'Milliseconds are of all views, without starting interpreters, loading the scene file or compiling shaders.',
    `drawn by ${[...drawnBy].map(([name, by]) => `${name}: ${by}`).join(' | ')}`,
  ],
  measurements,
  figures: {
    imagesPerSecond: (1000 * images) / plain,
    imagesPerSecondRich: (1000 * images) / rich,
    imagesPerSecondPyrender: (1000 * images) / peer,
    ratio,
    ratioRich: peer / rich,
    masksApart: masksApart(),
  },
  goal: { text: `ratio >= ${GOAL_RATIO}`, reached: ratio >= GOAL_RATIO },
});

/** Largest difference of the pixels that objects cover in a view, as a share: proof that both draw the same scene. */
function masksApart(): number {
  let worst = 0;
  for (let scene = 0; scene < scenes; scene++) {
    const [a, b] = ['parallax', 'pyrender'].map((name) => masks.get(`${name} ${scene}`)!) as [
      number[],
      number[],
    ];
    for (const [view, pixels] of a.entries()) {
      worst = Math.max(worst, Math.abs(pixels - b[view]!) / Math.max(200, pixels));
    }
  }
  if (worst > MOST_APART)
    throw new Error(`The renderers' masks differ by ${worst}: they drew different scenes.`);
  return worst;
}
