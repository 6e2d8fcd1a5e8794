/** The readers against figures computed apart from them, on real captures (PARALLAX_CAPTURES). */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { angleBetweenDeg, distance, relativeMotion, type Vec3 } from '@parallax/geometry';
import { afterAll, describe, expect, it } from 'vitest';
import { type LoadedCapture, readCapture } from '../index.ts';
import { type Model, modelImage, writeModelTxt } from './synthetic-model.ts';

const root = process.env['PARALLAX_CAPTURES'];
if (root === undefined) console.warn('SKIPPED: PARALLAX_CAPTURES is not set, no real capture is read.');

interface TruthPair {
  readonly imageA: string;
  readonly imageB: string;
  readonly angles: readonly number[];
  /** right, up, forward. */
  readonly direction: readonly number[];
  readonly labels: readonly string[];
}

interface Truth {
  readonly up: Vec3;
  readonly centre: Vec3;
  readonly pairs: readonly TruthPair[];
  /** Half a unit of the last printed digit. */
  readonly toleranceDeg: number;
}

describe.skipIf(root === undefined)('captures against independent figures', () => {
  const doll = (): Truth => {
    const truth = JSON.parse(readFileSync(join(root!, 'plush/doll/truth.json'), 'utf8'));
    const pairs = truth.pairs.map((pair: Record<string, number & string & Record<string, number>>) => {
      const { right, up, forward } = pair['translationCameraFrame']!;
      return {
        imageA: pair['imageA'],
        imageB: pair['imageB'],
        angles: [pair['horizontalAngleDeg'], pair['yawDeg'], pair['pitchDeg'], pair['rollDeg']],
        direction: [right, up, forward],
        labels: [pair['egoTranslationLabel'], pair['egoRotationLabel'], pair['objectCentricLabel']],
      };
    });
    return { up: truth.up, centre: truth.centre, pairs, toleranceDeg: 1e-3 };
  };

  const temporary = mkdtempSync(join(tmpdir(), 'parallax-captures-'));
  afterAll(() => rmSync(temporary, { recursive: true }));

  /** The capture's model once more, as COLMAP text beside no images. */
  const asText = async (folder: string): Promise<string> => {
    const { views } = await readCapture(folder);
    const lens = views[0]!.lens;
    const { fx, cx, cy, width, height, coefficients } = lens;
    const model: Model = {
      cameras: [
        {
          id: 1,
          modelId: 2,
          modelName: lens.model,
          width,
          height,
          parameters: [fx, cx, cy, ...coefficients],
        },
      ],
      images: views.map((view, i) => modelImage(i + 1, view.name, view.camera.cameraToWorld)),
      points: [],
    };
    const out = join(temporary, folder.replaceAll('/', '-'));
    writeModelTxt(join(out, 'sparse/0'), model);
    return out;
  };

  for (const [name, truthOf, posed, onDisk] of [
    ['plush/doll', doll, 93, 97],
    ['statue/buddha', () => readTable(join(root!, 'statue/buddha/README.md')), 11, 13],
  ] as const) {
    it.each(['bin', 'txt', 'transforms.json'])(`${name} from %s`, async (source) => {
      const truth = truthOf();
      const folder = source === 'txt' ? await asText(join(root!, name)) : join(root!, name);
      const format = source === 'transforms.json' ? 'transforms' : 'colmap';
      const capture = await readCapture(folder, { up: truth.up, centre: truth.centre, format });
      expect(capture.views).toHaveLength(posed);
      expect(truth.pairs.length).toBeGreaterThan(5);
      for (const pair of truth.pairs) checkPair(capture, truth, pair);
      expect(onDisk).toBeGreaterThan(posed);
      expect(capture.views.every((view) => (view.imagePath === null) === (source === 'txt'))).toBe(true);
    });

    it(`${name}: estimates`, async () => {
      const truth = truthOf();
      const fromModel = await readCapture(join(root!, name), { format: 'colmap' });
      const fromTransforms = await readCapture(join(root!, name), { format: 'transforms' });
      expect(distance(fromModel.capture.centre, truth.centre)).toBeLessThan(1e-4);
      expect(angleBetweenDeg(fromModel.capture.up, truth.up)).toBeLessThan(10);
      // One frame for both formats: applied_transform is undone.
      expect(distance(fromTransforms.capture.centre, fromModel.capture.centre)).toBeLessThan(1e-6);
      expect(angleBetweenDeg(fromTransforms.capture.up, fromModel.capture.up)).toBeLessThan(1e-6);
      expect(fromModel.warnings.join(' ')).toContain('differ by');
    });
  }

  function checkPair({ views }: LoadedCapture, truth: Truth, pair: TruthPair): void {
    const camera = (imageName: string) => views.find((view) => view.name === imageName)!.camera;
    const motion = relativeMotion(camera(pair.imageA), camera(pair.imageB), truth);
    const angles = [motion.horizontalAngleDeg, motion.yawDeg, motion.pitchDeg, motion.rollDeg];
    for (const [i, angle] of angles.entries()) {
      expect(Math.abs(angle - pair.angles[i]!), `${pair.imageA} ${pair.imageB}`).toBeLessThan(
        truth.toleranceDeg,
      );
    }
    const { right, up, forward } = motion.direction;
    for (const [i, part] of [right, up, forward].entries()) expect(part).toBeCloseTo(pair.direction[i]!, 3);
    const sides = [right, motion.yawDeg, motion.objectCentricRight].map((value) =>
      value > 0 ? 'right' : 'left',
    );
    expect(sides).toEqual(pair.labels);
  }

  it('has both captures', () => {
    expect(existsSync(join(root!, 'plush/doll')) && existsSync(join(root!, 'statue/buddha'))).toBe(true);
  });
});

/** The README's table of pairs, with the up axis and centre from its text. */
function readTable(path: string): Truth {
  const text = readFileSync(path, 'utf8');
  const vector = (name: string): Vec3 =>
    new RegExp(`\`${name}\` \\(([^)]*)\\)`).exec(text)![1]!.split(',').map(Number) as unknown as Vec3;
  const rows = [...text.matchAll(/^\| (\S+\.jpg) \| (\S+\.jpg) \|(.*)\|$/gm)].map(
    ([, imageA, imageB, rest]) => {
      const cells = rest!.split('|').map((cell) => cell.trim());
      const numbers = cells.slice(0, 7).map(Number);
      const [angle, right, up, forward, yaw, pitch, roll] = numbers as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      return {
        imageA: imageA!,
        imageB: imageB!,
        angles: [angle, yaw, pitch, roll],
        direction: [right, up, forward],
        labels: cells.slice(7),
      };
    },
  );
  return { up: vector('up'), centre: vector('centre'), pairs: rows, toleranceDeg: 6e-3 };
}
