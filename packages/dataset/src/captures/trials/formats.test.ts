/** CO3D, ScanNet and our own JSON: known cameras come back, also where a world point falls by each format's own formula. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { invertRigid, project, relativeMotion, type Vec3 } from '@parallax/geometry';
import type { Camera } from '@parallax/geometry/schema';
import { LabError } from '@parallax/lab';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type LoadedCapture, readCapture, scanCaptures } from '../index.ts';
import { co3dFrame, orbitCameras, ownJson, writeCo3d, writeScannet } from './synthetic-captures.ts';

const root = mkdtempSync(join(tmpdir(), 'parallax-formats-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder = '';
let count = 0;
beforeEach(() => {
  folder = join(root, `c${count++}`);
  mkdirSync(folder);
});
const cameras = orbitCameras(8);

async function failure(path: string): Promise<LabError> {
  const error = await readCapture(path).catch((thrown: unknown) => thrown);
  if (error instanceof LabError) return error;
  throw new Error('the capture was accepted', { cause: error });
}

function expectCameras({ views }: LoadedCapture, expected: readonly Camera[], digits = 9): void {
  expect(views).toHaveLength(expected.length);
  for (const [i, view] of views.entries()) {
    for (const [k, value] of expected[i]!.cameraToWorld.entries())
      expect(view.camera.cameraToWorld[k]).toBeCloseTo(value, digits);
    for (const key of ['fx', 'fy', 'cx', 'cy', 'width', 'height'] as const)
      expect(view.camera.intrinsics[key]).toBeCloseTo(expected[i]!.intrinsics[key], digits);
  }
}

const points: readonly Vec3[] = [
  [0.3, -0.2, 0.1],
  [-0.4, 0.5, 0.6],
];

describe('CO3D', () => {
  const sequence = (name: string, some = cameras, format?: string) =>
    some.map((camera, i) => co3dFrame(camera, { category: 'toy', sequence: name, number: i + 1 }, format));

  it.each(['ndc_isotropic', 'ndc_norm_image_bounds', 'NDC_NORM_IMAGE_BOUNDS'])('%s', async (format) => {
    const frames = sequence('1_2_3', cameras, format);
    writeCo3d(folder, frames);
    const loaded = await readCapture(join(folder, '1_2_3'));
    expect(loaded.capture.format).toBe('co3d');
    expectCameras(loaded, cameras);
    expect(loaded.views[0]!.name).toBe('frame000001.jpg');
    // PyTorch3D's own words: row vectors, x_ndc = f X / Z + p, and screen x against the camera's.
    for (const [i, view] of loaded.views.entries()) {
      const { R, T, focal_length, principal_point } = frames[i]!['viewpoint'] as {
        R: number[][];
        T: number[];
        focal_length: number[];
        principal_point: number[];
      };
      const { width, height } = view.camera.intrinsics;
      const isotropic = format === 'ndc_isotropic';
      for (const point of points) {
        const at = [0, 1, 2].map(
          (k) => point[0] * R[0]![k]! + point[1] * R[1]![k]! + point[2] * R[2]![k]! + T[k]!,
        ) as unknown as Vec3;
        const ndc = [0, 1].map((k) => (focal_length[k]! * at[k]!) / at[2] + principal_point[k]!);
        const unit = [width, height].map((side) => (isotropic ? Math.min(width, height) : side) / 2);
        const seen = project(view.camera, point);
        expect(seen.x).toBeCloseTo(width / 2 - ndc[0]! * unit[0]!, 8);
        expect(seen.y).toBeCloseTo(height / 2 - ndc[1]! * unit[1]!, 8);
        expect(seen.depth).toBeCloseTo(at[2], 8);
      }
    }
  });

  it('gives each sequence of each category, finds images, and counts frames without a viewpoint', async () => {
    for (const category of ['toy', 'ball']) {
      const frames = [...sequence('b'), ...sequence('a', cameras.slice(0, 5)), ...sequence('c')];
      frames[2]!['viewpoint'] = null;
      writeCo3d(join(folder, category), frames, [
        { sequence_name: 'a', category, viewpoint_quality_score: -1.2 },
        { sequence_name: 'b', category, viewpoint_quality_score: 0.9 },
      ]);
    }
    mkdirSync(join(folder, 'ball/b/images'), { recursive: true });
    writeFileSync(join(folder, 'ball/b/images/frame000002.jpg'), '');
    const found: string[] = [];
    for await (const path of scanCaptures(folder)) found.push(path.slice(folder.length + 1));
    expect(found).toEqual(['ball/a', 'ball/b', 'ball/c', 'toy/a', 'toy/b', 'toy/c']);
    const a = await readCapture(join(folder, 'ball/a'));
    expect(a.warnings.join(' ')).toContain('quality of -1.2');
    const b = await readCapture(join(folder, 'ball/b'));
    expect(b.warnings.join(' ')).toContain('1 of 8 frames have no viewpoint');
    expect(b.views.filter((view) => view.imagePath !== null).map((view) => view.name)).toEqual([
      'frame000002.jpg',
    ]);
    expect(b.views).toHaveLength(7);
    for await (const path of scanCaptures(join(folder, 'toy/c'))) expect(path).toBe(join(folder, 'toy/c'));
  });

  it('blames the sequence whose frame is bad, and the category where that is not known', async () => {
    const frames = [...sequence('good'), ...sequence('bad'), ...sequence('thin').slice(0, 1)];
    const at = (i: number) => frames[8 + i]!['viewpoint'] as Record<string, unknown>;
    at(0)['R'] = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, -1],
    ];
    writeCo3d(folder, frames);
    expect((await readCapture(join(folder, 'good'))).views).toHaveLength(8);
    const mirrored = await failure(join(folder, 'bad'));
    expect(mirrored.code).toBe('bad-pose');
    expect(mirrored.message).toContain('sequence bad, frame 1');
    expect((await failure(join(folder, 'thin'))).code).toBe('no-images');
    expect((await failure(join(folder, 'goood'))).remedy).toBe('Did you mean "good"?');
    expect((await failure(folder)).code).toBe('several-captures');

    const text = JSON.stringify(sequence('nan')).replace(/"T":\[[^,]*,/, '"T":[NaN,');
    writeFileSync(join(folder, 'frame_annotations.jgz'), gzipSync(text));
    const nan = await failure(folder);
    expect([nan.code, nan.message.includes('annotation 0 (sequence nan)')]).toEqual(['bad-pose', true]);
    writeCo3d(
      folder,
      sequence('other').map((frame) => ({ ...frame, image: { path: '../../x.jpg', size: [48, 64] } })),
    );
    expect((await failure(folder)).code).toBe('path-traversal');
    writeCo3d(folder, [...sequence('a'), { frame_number: 3 }]);
    expect((await failure(join(folder, 'a'))).message).toContain('annotation 8: key sequence_name');
    writeCo3d(folder, [...sequence('a'), { sequence_name: '../b' }]);
    expect((await failure(join(folder, 'a'))).code).toBe('wrong-shape');
  });

  it.each([
    ['truncated', (whole: Buffer) => whole.subarray(0, whole.length / 2)],
    ['truncated', () => Buffer.from('not gzip')],
    ['truncated', () => gzipSync('[{"sequence_name": "a"')],
    ['not-json', () => gzipSync('{"sequence_name": "a"}')],
    ['not-json', () => gzipSync('[{"sequence_name": "a" 1}]')],
    ['not-json', () => gzipSync('')],
    ['too-large', () => gzipSync(`[{"a": "${'x'.repeat(1 << 21)}"}]`)],
  ])('%s annotations, as a category and in a scan', async (code, damage) => {
    writeCo3d(folder, sequence('a'));
    const path = join(folder, 'frame_annotations.jgz');
    writeFileSync(path, damage(gzipSync(JSON.stringify(sequence('a')))));
    const error = await failure(folder);
    expect(error.code).toBe(code);
    expect(error.message).toContain(path);
    const found: string[] = [];
    for await (const each of scanCaptures(folder)) found.push(each);
    expect(found).toEqual([folder]);
  });
});

it('chews a gzip bomb in little memory and time', async () => {
  mkdirSync(join(folder, 's'));
  const path = join(folder, 'frame_annotations.jgz');
  const before = process.memoryUsage().rss;
  for (const [bomb, code] of [
    [`[${' '.repeat(1 << 26)}`, 'truncated'],
    [`[${'{"sequence_name":"s"},'.repeat(1_100_000)}`, 'too-large'],
  ] as const) {
    writeFileSync(path, gzipSync(bomb));
    expect((await failure(join(folder, 's'))).code).toBe(code);
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(500_000_000);
});

describe('ScanNet', () => {
  const same = cameras.map((camera) => ({ ...camera, intrinsics: cameras[0]!.intrinsics }));

  it('reads poses in the order of frames, skips and counts -inf, and takes z as up', async () => {
    writeScannet(folder, same);
    writeFileSync(join(folder, 'color/70.png'), '');
    const lost = Array(4).fill('-inf -inf -inf -inf').join('\n');
    writeFileSync(join(folder, 'pose/5.txt'), lost);
    const loaded = await readCapture(folder);
    expect(loaded.capture.format).toBe('scannet');
    expectCameras(loaded, same);
    expect(loaded.views.map((view) => view.name)).toEqual(
      [0, 10, 20, 30, 40, 50, 60].map((n) => `${n}.jpg`).concat('70.png'),
    );
    expect(loaded.warnings[0]).toContain('1 of 9 poses');
    expect(loaded.capture.up).toEqual([0, 0, 1]);
    expect(loaded.capture.estimates['up']).toEqual({ method: 'source' });
    expect(loaded.views[7]!.imagePath).not.toBeNull();
  });

  it('measures a picture where the size is not written, and says what is wrong', async () => {
    writeScannet(folder, same);
    rmSync(join(folder, 'scene0000_00.txt'));
    expect((await failure(folder)).message).toContain('the size of the pictures');
    writeFileSync(join(folder, 'pose/10.txt'), '1 0 0 0\n0 1 0 0\n0 0 1 0\n');
    expect((await failure(folder)).code).toBe('bad-line');
    writeFileSync(join(folder, 'pose/10.txt'), '1 0 0 nan\n0 1 0 0\n0 0 1 0\n0 0 0 1\n');
    expect((await failure(folder)).code).toBe('bad-pose');
    rmSync(join(folder, 'pose/10.txt'));
    rmSync(join(folder, 'intrinsic/intrinsic_color.txt'));
    expect((await failure(folder)).code).toBe('intrinsics-missing');
  });

  it('warns when the cameras say that another axis is up', async () => {
    const lying = same.map(({ intrinsics, cameraToWorld: m }) => {
      // The world turned by 90 degrees about x: z is level now.
      const cameraToWorld = [
        ...m.slice(0, 4),
        ...m.slice(8, 12).map((v) => -v),
        ...m.slice(4, 8),
        0,
        0,
        0,
        1,
      ];
      return { intrinsics, cameraToWorld } as unknown as Camera; // Sixteen numbers, as before.
    });
    writeScannet(folder, lying);
    expect((await readCapture(folder)).warnings.join(' ')).toContain('that of the cameras differ by');
  });
});

describe('capture.json', () => {
  const write = (value: unknown, name = 'capture.json'): string => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(value));
    return path;
  };

  it.each(['cameraToWorld', 'worldToCamera'] as const)(
    '%s of an OpenCV camera, in a folder and by name',
    async (form) => {
      write(ownJson(cameras, form));
      const loaded = await readCapture(folder);
      expect(loaded.capture.format).toBe('json');
      expectCameras(loaded, cameras);
      const elsewhere = write(ownJson(cameras, form), 'mine.json');
      rmSync(join(folder, 'capture.json'));
      expectCameras(await readCapture(elsewhere), cameras);
    },
  );

  it('names the axes of the camera: the same picture in all three', async () => {
    const rows = (m: readonly number[]) => [0, 4, 8, 12].map((row) => m.slice(row, row + 4));
    const images = cameras.map(({ cameraToWorld, intrinsics }, i) => ({
      name: `${i}.png`,
      intrinsics,
      cameraToWorld: rows(cameraToWorld),
      worldToCamera: rows(invertRigid(cameraToWorld)),
    }));
    const only = (key: 'cameraToWorld' | 'worldToCamera') =>
      images.map(({ name, intrinsics, [key]: matrix }) => ({ name, intrinsics, [key]: matrix }));
    for (const key of ['cameraToWorld', 'worldToCamera'] as const) {
      write({ ...ownJson(cameras), cameraAxes: 'opengl', images: only(key) });
      expectCameras(await readCapture(folder), cameras);
    }
    const turned = ownJson(cameras, 'worldToCamera').images.map((image) => {
      const [x, y, z] = image['worldToCamera'] as number[][];
      return { ...image, worldToCamera: [x!.map((v) => -v), y!.map((v) => -v), z] };
    });
    write({ ...ownJson(cameras), cameraAxes: 'pytorch3d', images: turned });
    expectCameras(await readCapture(folder), cameras);
  });

  it('takes shared intrinsics with their defaults, a lens, up, centre and points', async () => {
    const images = ownJson(cameras).images.map(({ intrinsics: _, ...image }) => image);
    const intrinsics = { width: 64, height: 48, fx: 60, model: 'OPENCV', coefficients: [-0.05, 0, 0, 0] };
    const up = [0, 0, 2];
    write({ ...ownJson(cameras), images, intrinsics, up, centre: [0.1, 0, 0.2], points: [[0, 0, 0]] });
    const { capture, views } = await readCapture(folder);
    expect(views[0]!.lens).toEqual({
      model: 'OPENCV',
      fx: 60,
      fy: 60,
      cx: 32,
      cy: 24,
      width: 64,
      height: 48,
      coefficients: [-0.05, 0, 0, 0],
    });
    expect([capture.up, capture.centre]).toEqual([
      [0, 0, 1],
      [0.1, 0, 0.2],
    ]);
    const { capture: other } = await readCapture(folder, { up: [1, 0, 0] });
    expect([other.up, other.estimates['up']]).toEqual([[1, 0, 0], { method: 'given' }]);
    write({ ...ownJson(cameras), images, intrinsics, up, centre: [0, 0, 0.2], points: [[0, 0, 0]] });
    expect((await readCapture(folder)).capture.sourceDigest).not.toBe(capture.sourceDigest);
  });

  it('is what the README shows', async () => {
    const text = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
    write(JSON.parse(/```json\n([^`]*)```/.exec(text)![1]!));
    const { capture, views } = await readCapture(folder);
    expect(views.map(({ camera }) => [3, 7, 11].map((i) => camera.cameraToWorld[i]! + 0))).toEqual([
      [0, 0, -3],
      [1, 0, -3],
    ]);
    expect(capture.up).toEqual([0, -1, 0]);
  });

  it.each([
    ['an unknown key', { scale: 2 }, 'wrong-shape'],
    ['unknown axes', { cameraAxes: 'blender' }, 'wrong-shape'],
    ['up of no length', { up: [0, 0, 0] }, 'bad-pose'],
    ['a centre out of reach', { centre: [0, 1e300, 0] }, 'bad-pose'],
    ['both matrices', { images: [{ ...ownJson(cameras).images[0], worldToCamera: [] }] }, 'wrong-shape'],
    ['traversal', { images: [{ ...ownJson(cameras).images[0], name: '../a.png' }] }, 'path-traversal'],
    [
      'no intrinsics',
      { images: ownJson(cameras).images.map(({ intrinsics: _, ...rest }) => rest) },
      'intrinsics-missing',
    ],
    [
      'coefficients of another model',
      {
        images: [
          {
            ...ownJson(cameras).images[0],
            intrinsics: { width: 64, height: 48, fx: 1, model: 'OPENCV', coefficients: [1, 2, 3, 4, 5] },
          },
        ],
      },
      'bad-camera',
    ],
  ] as const)('refuses %s', async (_, change, code) => {
    const path = write({ ...ownJson(cameras), ...change });
    const error = await failure(folder);
    expect(error.code).toBe(code);
    expect(error.message).toContain(path);
  });
});

it('one set of cameras in every format: the same motion between every pair', async () => {
  const same = cameras.map((camera) => ({ ...camera, intrinsics: cameras[0]!.intrinsics }));
  writeCo3d(
    join(folder, 'co3d'),
    same.map((camera, i) => co3dFrame(camera, { category: 'toy', sequence: 's', number: i })),
  );
  writeScannet(join(folder, 'scannet'), same);
  writeFileSync(join(folder, 'own.json'), JSON.stringify(ownJson(same)));
  const frame = { up: [0, 0, 1], centre: [0.1, 0, 0.2] } as const;
  for (const path of ['co3d/s', 'scannet', 'own.json']) {
    const { views } = await readCapture(join(folder, path), frame);
    for (const [i, a] of views.entries()) {
      for (const [k, b] of views.entries()) {
        if (i === k) continue;
        const motion = relativeMotion(a.camera, b.camera, frame);
        const expected = relativeMotion(same[i]!, same[k]!, frame);
        expect(motion.yawDeg).toBeCloseTo(expected.yawDeg, 6);
        expect(motion.distance).toBeCloseTo(expected.distance, 9);
        expect(motion.direction.right).toBeCloseTo(expected.direction.right, 9);
      }
    }
  }
});
