/** Mutated capture files: whatever the bytes, a capture is read or refused with a typed error, quickly and in little memory. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, type Random } from '@parallax/geometry';
import { exitCodeOf, LabError } from '@parallax/lab';
import { afterAll, describe, expect, it } from 'vitest';
import { readCapture } from './index.ts';
import { ringModel, writeModelBin, writeModelTxt } from './synthetic-model.ts';

const root = mkdtempSync(join(tmpdir(), 'parallax-fuzz-'));
afterAll(() => rmSync(root, { recursive: true }));
/** Mutations a file; PARALLAX_FUZZ raises it for a long run. */
const runs = Number(process.env['PARALLAX_FUZZ'] ?? 60);

/** Flips bits, overwrites runs with extreme values, cuts, repeats or swaps pieces. */
function mutate(bytes: Buffer, random: Random): Buffer {
  const out = Buffer.from(bytes);
  const at = random.int(0, out.length);
  switch (random.int(0, 5)) {
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
    default: {
      const other = random.int(0, out.length);
      return Buffer.concat([out.subarray(0, at), out.subarray(other, other + 16), out.subarray(at)]);
    }
  }
}

function prepare(kind: string): { folder: string; files: string[] } {
  const folder = join(root, kind.replace('.', '-'));
  const model = ringModel(5);
  const sparse = join(folder, 'sparse/0');
  if (kind === 'transforms.json') {
    mkdirSync(folder, { recursive: true });
    const rows = [
      [1, 0, 0, 1.5],
      [0, 1, 0, 0],
      [0, 0, 1, 3],
      [0, 0, 0, 1],
    ];
    const frames = [0, 1, 2].map((i) => ({
      file_path: `images/${i}.png`,
      transform_matrix: [[1, 0, 0, i], ...rows.slice(1)],
    }));
    const applied = [
      [1, 0, 0, 0],
      [0, 0, 1, 0],
      [0, -1, 0, 0],
    ];
    writeFileSync(
      join(folder, kind),
      JSON.stringify({ w: 32, h: 24, fl_x: 30, k1: 0.1, applied_transform: applied, frames }),
    );
    return { folder, files: [join(folder, kind)] };
  }
  (kind === 'bin' ? writeModelBin : writeModelTxt)(sparse, model);
  return { folder, files: ['cameras', 'images', 'points3D'].map((name) => join(sparse, `${name}.${kind}`)) };
}

describe('mutated captures', () => {
  it.each(['bin', 'txt', 'transforms.json'])('%s', async (kind) => {
    const random = createRandom(`fuzz/${kind}`);
    const { folder, files } = prepare(kind);
    let refused = 0;
    const before = process.memoryUsage().rss;
    for (const file of files) {
      const intact = readFileSync(file);
      for (let run = 0; run < runs; run++) {
        writeFileSync(file, mutate(intact, random));
        try {
          const { capture } = await readCapture(folder);
          expect([...capture.up, ...capture.centre, capture.scale].every(Number.isFinite)).toBe(true);
        } catch (error) {
          // Anything but the user's bad input, named as such, is a fault of the reader.
          if (!(error instanceof LabError) || exitCodeOf(error) !== 2) throw error;
          refused++;
        }
      }
      writeFileSync(file, intact);
    }
    expect(refused).toBeGreaterThan(0);
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
  });
});
