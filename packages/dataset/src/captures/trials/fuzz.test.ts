/** Mutated capture files: whatever the bytes, a capture is read or refused with a typed error, quickly and in little memory. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createRandom, type Random } from '@parallax/geometry';
import { exitCodeOf, LabError } from '@parallax/lab';
import { afterAll, describe, expect, it } from 'vitest';
import { readCapture } from '../index.ts';
import { co3dFrame, orbitCameras, ownJson, writeCo3d, writeScannet } from './synthetic-captures.ts';
import { ringModel, writeModelBin, writeModelTxt } from './synthetic-model.ts';

const root = mkdtempSync(join(tmpdir(), 'parallax-fuzz-'));
afterAll(() => rmSync(root, { recursive: true }));
/** Mutations a kind of input: 10,500 in all. PARALLAX_FUZZ multiplies them for a long run. */
const factor = Number(process.env['PARALLAX_FUZZ'] ?? 1);
const counts: Readonly<Record<string, number>> = { 'jgz, packed bytes': 500, 'jgz, unpacked text': 500 };
const OTHERS = 1900;

/** What breaks readers of text and numbers. */
const EXTREMES = [
  'nan',
  '-inf',
  'NaN',
  '1e999',
  '-',
  '[',
  '{',
  '"',
  '\\',
  '\n',
  '..',
  '/',
  '\u0000',
  '99999999999',
  'null',
  ',',
];

/** Flips bits, overwrites runs with extreme values, cuts, repeats, swaps or puts in pieces. */
function mutate(bytes: Buffer, random: Random): Buffer {
  const out = Buffer.from(bytes);
  if (out.length === 0) return Buffer.from(random.pick(EXTREMES));
  const at = random.int(0, out.length);
  switch (random.int(0, 6)) {
    case 0:
      out[at] = out[at]! ^ (1 << random.int(0, 8));
      return out;
    case 1:
      return out.fill(
        random.pick([0, 255, 127, 0x2d, 0x39]),
        at,
        Math.min(out.length, at + random.int(1, 9)),
      );
    case 2:
      return out.subarray(0, at);
    case 3: {
      const end = Math.min(out.length, at + random.int(1, 64));
      return Buffer.concat([out.subarray(0, end), out.subarray(at)]);
    }
    case 4:
      return Buffer.concat([out.subarray(0, at), Buffer.from(random.pick(EXTREMES)), out.subarray(at)]);
    default: {
      const other = random.int(0, out.length);
      return Buffer.concat([out.subarray(0, at), out.subarray(other, other + 16), out.subarray(at)]);
    }
  }
}

interface Target {
  /** What readCapture is given. */
  readonly capture: string;
  /** The files to damage. */
  readonly files: readonly string[];
  /** Mutates inside a gzip stream, so that the damage reaches the text. */
  readonly unpacks?: boolean;
}

function colmap(folder: string, kind: 'bin' | 'txt'): Target {
  const sparse = join(folder, 'sparse/0');
  (kind === 'bin' ? writeModelBin : writeModelTxt)(sparse, ringModel(5));
  return {
    capture: folder,
    files: ['cameras', 'images', 'points3D'].map((name) => join(sparse, `${name}.${kind}`)),
  };
}

function transforms(folder: string): Target {
  mkdirSync(folder, { recursive: true });
  const frames = [0, 1, 2].map((i) => ({
    file_path: `images/${i}.png`,
    transform_matrix: [
      [1, 0, 0, i],
      [0, 1, 0, 0],
      [0, 0, 1, 3],
      [0, 0, 0, 1],
    ],
  }));
  const applied = [
    [1, 0, 0, 0],
    [0, 0, 1, 0],
    [0, -1, 0, 0],
  ];
  const path = join(folder, 'transforms.json');
  writeFileSync(
    path,
    JSON.stringify({ w: 32, h: 24, fl_x: 30, k1: 0.1, applied_transform: applied, frames }),
  );
  return { capture: folder, files: [path] };
}

const few = orbitCameras(4);

const targets: Readonly<Record<string, (folder: string) => Target>> = {
  bin: (folder) => colmap(folder, 'bin'),
  txt: (folder) => colmap(folder, 'txt'),
  'transforms.json': transforms,
  'capture.json': (folder) => {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'capture.json');
    writeFileSync(path, JSON.stringify({ ...ownJson(few), up: [0, 0, 1], points: [[0, 0, 0]] }));
    return { capture: folder, files: [path] };
  },
  scannet: (folder) => {
    writeScannet(folder, few);
    const files = ['pose/10.txt', 'intrinsic/intrinsic_color.txt', 'scene0000_00.txt'];
    return { capture: folder, files: files.map((name) => join(folder, name)) };
  },
  'jgz, packed bytes': (folder) => co3d(folder, false),
  'jgz, unpacked text': (folder) => co3d(folder, true),
};

function co3d(folder: string, unpacks: boolean): Target {
  const frames = few.map((camera, i) => co3dFrame(camera, { category: 'toy', sequence: 's', number: i }));
  writeCo3d(folder, frames, [{ sequence_name: 's', category: 'toy', viewpoint_quality_score: 0.3 }]);
  const files = ['frame_annotations.jgz', 'sequence_annotations.jgz'].map((name) => join(folder, name));
  return { capture: join(folder, 's'), files, unpacks };
}

describe('mutated captures', () => {
  it.each(Object.keys(targets))('%s', async (kind) => {
    const random = createRandom(`fuzz/${kind}`);
    const { capture, files, unpacks = false } = targets[kind]!(join(root, kind.replaceAll(/\W+/g, '-')));
    const runs = factor * (counts[kind] ?? OTHERS);
    const each = Math.ceil(runs / files.length);
    let [tried, refused, slowestMs] = [0, 0, 0];
    const before = process.memoryUsage().rss;
    for (const file of files) {
      const intact = readFileSync(file);
      const text = unpacks ? gunzipSync(intact) : intact;
      for (let run = 0; run < each; run++, tried++) {
        const damaged = mutate(text, random);
        // Several damages at once now and then: what the first hides, another shows.
        const twice = random.next() < 0.2 ? mutate(damaged, random) : damaged;
        writeFileSync(file, unpacks ? gzipSync(twice, { level: 1 }) : twice);
        const start = performance.now();
        try {
          const { capture: read } = await readCapture(capture);
          expect([...read.up, ...read.centre, read.scale].every(Number.isFinite)).toBe(true);
        } catch (error) {
          // Anything but the user's bad input, named as such, is a fault of the reader.
          if (!(error instanceof LabError) || exitCodeOf(error) !== 2) throw error;
          refused++;
        }
        slowestMs = Math.max(slowestMs, performance.now() - start);
      }
      writeFileSync(file, intact);
    }
    process.stdout.write(
      `${kind}: ${tried} damaged inputs, ${refused} refused, slowest ${slowestMs.toFixed(0)} ms\n`,
    );
    expect(tried).toBeGreaterThanOrEqual(runs);
    expect(refused).toBeGreaterThan(tried / 20);
    // Reading the intact one takes about a millisecond; a machine that does other things may stall a little.
    expect(slowestMs).toBeLessThan(2000);
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
    await expect(readCapture(capture)).resolves.toBeDefined();
  });
});
