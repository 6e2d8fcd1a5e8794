/**
 * Image processor: ours against the two of transformers (PIL: slow; torchvision: fast), from decoded pictures to patch rows.
 *   node images.ts [--rounds=5] [--threads=2] [--json]
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ImageProcessorConfig,
  imageProcessorFile,
  imageProcessorFor,
  initBackend,
  mixSeed,
  modelSize,
  processImages,
  type RgbImage,
} from '@parallax/trainer';
import { alternate, type Side, timed } from '../frame/alternate.ts';
import { askedProcess } from '../frame/ask-process.ts';
import { numberOf } from '../frame/peer.ts';
import { countOption, printReport } from '../frame/report.ts';
import { torchPython } from './peers/torch-peer.ts';

const GOAL_RATIO = 2;
const THREADS = countOption('threads', 2);
/** One level of 255 after normalising, in the channel with the smallest deviation. */
const ONE_LEVEL = 1.001 / (255 * 0.2613);

interface Case {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  readonly count: number;
  readonly config: ImageProcessorConfig;
}
/** As published with Qwen2.5-VL. */
const published = imageProcessorFor(
  { patchSize: 14, temporalPatchSize: 2, mergeSize: 2 },
  { minPixels: 3136, maxPixels: 12_845_056 },
);
const nano = imageProcessorFor(modelSize('nano').vision);
const CASES: readonly Case[] = [
  { name: '64 px, nano', height: 64, width: 64, count: 64, config: nano },
  { name: '512 px, nano', height: 512, width: 512, count: 16, config: nano },
  { name: '512 px', height: 512, width: 512, count: 8, config: published },
  { name: '1080 x 1920', height: 1080, width: 1920, count: 2, config: published },
];

await initBackend({ threads: THREADS }); // as training does: the kernels come with it
const folder = mkdtempSync(join(tmpdir(), 'parallax-bench-images-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
// Threads that wait actively make torch several times slower as soon as anything else runs, which would flatter us.
const peer = askedProcess(
  await torchPython(),
  [join(import.meta.dirname, 'peers/images.py'), folder, String(THREADS)],
  { OMP_WAIT_POLICY: 'PASSIVE' },
);
const pictures = new Map(
  CASES.map((one) => [one.name, Array.from({ length: one.count }, (_, i) => draw(one, i))]),
);
for (const { name } of CASES)
  writeFileSync(join(folder, `${name}.rgb`), Buffer.concat(pictures.get(name)!.map(({ data }) => data)));

let version = '';
const sides: Side[] = CASES.flatMap((one) => {
  const { name, height, width, count } = one;
  const config = imageProcessorFile(one.config);
  const images = pictures.get(name)!; // of every case
  const theirs = (['slow', 'fast'] as const).map((processor) => ({
    name: `${processor}, ${name}`,
    run: async () => {
      const answer = await peer.ask({ processor, name, height, width, count, config });
      version = String(answer['version']);
      return numberOf(answer, 'ms') / count;
    },
  }));
  const ours = {
    name: `parallax, ${name}`,
    run: async () => (await timed(() => processImages(images, one.config))) / count,
  };
  return [ours, ...theirs];
});
const measurements = await alternate(sides, { rounds: countOption('rounds', 5), warmUps: 2 });
peer.stop();

const median = (side: string): number => measurements.find(({ name }) => name === side)!.medianMs; // named above
const figures: Record<string, number> = {};
const ratios: number[] = [];
for (const one of CASES) {
  const { name } = one;
  const own = processImages(pictures.get(name)!, one.config).pixelValues;
  const apart = (processor: string): Float32Array =>
    differences(own, join(folder, `${name}.${processor}.f32`));
  const fast = apart('fast').reduce((most, x) => Math.max(most, x), 0);
  // Sums of the same levels in another order of float32 operations; a level apart would be 0.0139 or more.
  if (!(fast < 1e-5)) throw new Error(`${name}: torchvision's pixels are up to ${fast} from ours.`);
  const slow = apart('slow');
  figures[`images/s, ${name}`] = 1000 / median(`parallax, ${name}`);
  for (const processor of ['slow', 'fast']) {
    figures[`images/s of ${processor}, ${name}`] = 1000 / median(`${processor}, ${name}`);
    const ratio = median(`${processor}, ${name}`) / median(`parallax, ${name}`);
    figures[`ratio to ${processor}, ${name}`] = ratio;
    if (processor === 'fast') ratios.push(ratio);
  }
  figures[`share of values of slow above one level apart, ${name}`] =
    slow.reduce((sum, x) => sum + Number(x > ONE_LEVEL), 0) / slow.length;
}
printReport({
  bench: `image processor, milliseconds an image, ${THREADS} threads for torch, one for parallax`,
  notes: [
    'Decoded pictures in memory to patch rows: resize, normalise, cut. The numerics of this project are those of fast (torchvision):',
    'every value is equal to its level; slow (PIL) rounds its weights otherwise.',
    version,
  ],
  measurements,
  figures,
  goal: { text: `smallest ratio to fast >= ${GOAL_RATIO}`, reached: Math.min(...ratios) >= GOAL_RATIO },
});

function differences(own: Float32Array, path: string): Float32Array {
  const bytes = readFileSync(path);
  const other = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  if (other.length !== own.length) throw new Error(`${path} has ${other.length} values, ours ${own.length}.`);
  return own.map((value, i) => Math.abs(value - other[i]!));
}

/** Smooth shapes with noise: edges and clamped levels both occur. */
function draw({ height, width }: Case, seed: number): RgbImage {
  const data = new Uint8Array(height * width * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const noise = mixSeed(seed, x, y);
      for (let channel = 0; channel < 3; channel++, at++) {
        const wave = 128 + 150 * Math.sin((x * (channel + 1) + y * 2 + 31 * seed) / 23);
        data[at] = Math.max(0, Math.min(255, wave + ((noise >>> (8 * channel)) & 63) - 32));
      }
    }
  }
  return { width, height, data };
}
