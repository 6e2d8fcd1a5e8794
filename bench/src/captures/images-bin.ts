/**
 * images.bin of a large model: ours against pycolmap, on the same file.
 *   node images-bin.ts [--images=10000] [--features=1000] [--rounds=9] [--json]
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alternate } from '../frame/alternate.ts';
import { numberOf, pythonWith, runScript } from '../frame/peer.ts';
import { countOption, printReport } from '../frame/report.ts';
import { readModel } from './synthetic/read-model.ts';
import { writeModel } from './synthetic/write-model.ts';

const GOAL_RATIO = 5;
const size = { images: countOption('images', 10_000), features: countOption('features', 1000), points: 0 };
const python = await pythonWith(['pycolmap==4.2.1']);
const folder = mkdtempSync(join(tmpdir(), 'parallax-bench-images-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
writeModel(folder, size);
const local = (name: string): string => join(import.meta.dirname, name);

const centres = new Map<string, readonly number[]>();
const side = (name: string, read: () => Promise<Readonly<Record<string, unknown>>>) => ({
  name,
  run: async () => {
    const result = await read();
    if (numberOf(result, 'images') !== size.images) throw new Error(`${name} read another number of images.`);
    centres.set(name, result['lastCentre'] as readonly number[]); // Three numbers: both scripts print them.
    return numberOf(result, 'ms');
  },
});
const measurements = await alternate(
  [
    side('parallax, new process', () =>
      runScript(process.execPath, local('synthetic/read-model.ts'), [folder]),
    ),
    side('parallax, same process', async () => readModel(folder)),
    side('pycolmap, new process', () => runScript(python, local('images_bin.py'), [folder])),
  ],
  { rounds: countOption('rounds', 9), warmUps: 1 },
);
const [first, ...others] = [...centres.values()];
const apart = Math.max(...others.map((other) => Math.hypot(...other.map((value, i) => value - first![i]!))));
if (!(apart < 1e-9)) throw new Error(`The readers disagree on the last camera by ${apart}.`);

const [cold, warm, peer] = measurements.map(({ medianMs }) => medianMs) as [number, number, number];
const megabytes = statSync(join(folder, 'images.bin')).size / 1e6;
printReport({
  bench: `images.bin: ${size.images} images with ${size.features} features each, ${megabytes.toFixed(0)} MB`,
  notes: [
    'Both read the same folder (one camera, no 3D points) and build the poses and names of all images; the file is cached.',
    'parallax jumps over the 2D features, which nothing here needs; pycolmap reads and keeps them, and cannot be told not to.',
    'The time of the read inside each process counts, not the start of node or python. All find the same last camera.',
  ],
  measurements,
  figures: { ratioNewProcess: peer / cold, ratioSameProcess: peer / warm },
  goal: { text: `ratioNewProcess >= ${GOAL_RATIO}`, reached: peer / cold >= GOAL_RATIO },
});
