/** Damaged captures: each rejection is typed and names file and record; nothing allocates on a lying count. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabError } from '@parallax/lab';
import sharp from 'sharp';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createImageLoader, readCapture, scanCaptures } from '../index.ts';
import { type Model, type ModelImage, ringModel, writeModelBin, writeModelTxt } from './synthetic-model.ts';

const root = mkdtempSync(join(tmpdir(), 'parallax-bad-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder = '';
let count = 0;
beforeEach(() => {
  folder = join(root, `capture-${count++}`);
});

const sparse = (): string => join(folder, 'sparse/0');

async function failure(options: Parameters<typeof readCapture>[1] = {}): Promise<LabError> {
  try {
    await readCapture(folder, options);
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
  throw new Error('the capture was accepted');
}

function changed(model: Model, index: number, change: Partial<ModelImage>): Model {
  return {
    ...model,
    images: model.images.map((image, i) => (i === index ? { ...image, ...change } : image)),
  };
}

/** Minimal transforms.json on a ring, as an object to change. */
function ringTransforms(): {
  w: number;
  h: number;
  fl_x: number;
  frames: { file_path: string; transform_matrix: (number | string)[][] }[];
} {
  const frames = [0, 1, 2].map((i) => ({
    file_path: `images/${i}.png`,
    transform_matrix: [
      [1, 0, 0, i],
      [0, 1, 0, 0],
      [0, 0, 1, 3],
      [0, 0, 0, 1],
    ],
  }));
  return { w: 32, h: 24, fl_x: 30, frames };
}

describe('binary and text models', () => {
  it.each(['bin', 'txt'])(
    'reads an intact %s model, features skipped, names with spaces kept',
    async (kind) => {
      const model = changed(ringModel(8), 2, { name: 'sub folder/a b.png', features: 1000 });
      (kind === 'bin' ? writeModelBin : writeModelTxt)(sparse(), model);
      const { capture, views, warnings } = await readCapture(folder);
      expect(capture.format).toBe(`colmap-${kind}`);
      expect(views.map((view) => view.name)[2]).toBe('sub folder/a b.png');
      expect(capture.up[1]).toBeCloseTo(1, 9);
      expect(capture.scale).toBeCloseTo(Math.hypot(3, 1.1), 6);
      expect(warnings[0]).toContain('8 of 8 images');
    },
  );

  it('names a file that ends too early at any byte, and never takes part of it for the whole', async () => {
    writeModelBin(sparse(), ringModel(4));
    for (const file of ['images.bin', 'cameras.bin']) {
      const path = join(sparse(), file);
      const whole = readFileSync(path);
      for (let length = 0; length < whole.length; length += 3) {
        truncateSync(path, length);
        const error = await failure();
        expect(error.code).toBe('truncated');
        expect(error.message).toContain(path);
        writeFileSync(path, whole);
      }
    }
  });

  it('does not allocate on a lying count', async () => {
    writeModelBin(sparse(), ringModel(4));
    const path = join(sparse(), 'images.bin');
    const bytes = readFileSync(path);
    bytes.writeBigUInt64LE(2n ** 60n, 0);
    writeFileSync(path, bytes);
    const before = process.memoryUsage().arrayBuffers;
    expect((await failure()).message).toMatch(/announces .* images, more than its/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  it('does without a damaged point cloud, and says so', async () => {
    writeModelBin(sparse(), ringModel(4));
    truncateSync(join(sparse(), 'points3D.bin'), 20);
    expect((await readCapture(folder)).warnings.join(' ')).toContain('not checked against the point cloud');
  });

  it.each([
    ['NaN pose', { translation: [0, Number.NaN, 0] }, 'bad-pose', 'view-1.png'],
    ['huge coordinate', { translation: [0, 1e300, 0] }, 'bad-pose', 'view-1.png'],
    ['zero quaternion', { quaternion: [0, 0, 0, 0] }, 'bad-pose', 'view-1.png'],
    ['duplicate id', { id: 1 }, 'duplicate-id', 'image id 1'],
    ['duplicate name', { name: 'view-0.png' }, 'duplicate-name', 'view-0.png'],
    ['unknown camera', { cameraId: 9 }, 'unknown-camera', 'camera 9'],
    ['path traversal', { name: '../../etc/passwd' }, 'path-traversal', '../../etc/passwd'],
    ['absolute path', { name: '/etc/passwd' }, 'path-traversal', '/etc/passwd'],
    ['backslashes', { name: 'a\\..\\..\\b.png' }, 'path-traversal', 'leads out'],
    ['control characters', { name: 'a\u0007.png' }, 'bad-name', 'file name'],
  ] as const)('%s', async (_, change, code, text) => {
    for (const write of [writeModelBin, writeModelTxt]) {
      rmSync(folder, { recursive: true, force: true });
      write(sparse(), changed(ringModel(5), 1, change));
      const error = await failure();
      expect(error.code).toBe(code);
      expect(error.message).toContain(text);
      expect(error.message).toMatch(/images\.(bin|txt)/);
    }
  });

  it('refuses cameras at one place, one image, an unknown lens and an unusable one', async () => {
    const model = ringModel(4);
    const [first] = model.images;
    writeModelBin(sparse(), {
      ...model,
      images: model.images.map((image, i) => ({ ...first!, id: i + 1, name: image.name })),
    });
    expect((await failure()).code).toBe('zero-baseline');
    writeModelBin(sparse(), { ...model, images: [first!] });
    expect((await failure()).code).toBe('no-images');
    const [camera] = model.cameras;
    writeModelBin(sparse(), { ...model, cameras: [{ ...camera!, modelId: 77 }] });
    expect((await failure()).code).toBe('unknown-lens');
    writeModelBin(sparse(), { ...model, cameras: [{ ...camera!, parameters: [-30, 30, 16, 12] }] });
    expect((await failure()).code).toBe('bad-camera');
    writeModelBin(sparse(), { ...model, cameras: [camera!, camera!] });
    expect((await failure()).code).toBe('duplicate-id');
    rmSync(join(sparse(), 'cameras.bin'));
    expect((await failure()).code).toBe('model-incomplete');
  });

  it('names the line of a broken text model', async () => {
    writeModelTxt(sparse(), ringModel(4));
    const path = join(sparse(), 'images.txt');
    writeFileSync(
      path,
      readFileSync(path, 'utf8')
        .replace('view-1.png', '')
        .replace(/^2 \S+/m, '2 abc'),
    );
    const error = await failure();
    expect(error.code).toBe('bad-line');
    expect(error.message).toContain('line 4');
  });

  it('reads text longer than its window, lines that cross it, and a last line without an end', async () => {
    const model = changed(ringModel(6), 2, { features: 150_000 });
    writeModelTxt(sparse(), changed(model, 4, { name: 'sub folder/höhe.png' }));
    const path = join(sparse(), 'images.txt');
    writeFileSync(path, readFileSync(path, 'utf8').trimEnd());
    const { views } = await readCapture(folder);
    expect(views.map((view) => view.name)).toContain('sub folder/höhe.png');
    expect(views).toHaveLength(6);
  });

  it('uses sparse/0 of several models and says so', async () => {
    writeModelBin(sparse(), ringModel(6));
    writeModelBin(join(folder, 'sparse/1'), ringModel(3));
    const { views, warnings } = await readCapture(folder);
    expect(views).toHaveLength(6);
    expect(warnings[0]).toMatch(/2 models; 0 is used/);
  });
});

describe('transforms.json', () => {
  const write = (value: unknown): void => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'transforms.json'), typeof value === 'string' ? value : JSON.stringify(value));
  };

  it('takes intrinsics from angles, frames and files', async () => {
    const { fl_x: _, ...rest } = ringTransforms();
    write({ ...rest, camera_angle_x: 2 * Math.atan(16 / 30) });
    const { views, warnings } = await readCapture(folder);
    expect(views[0]!.camera.intrinsics).toEqual({ fx: 30, fy: 30, cx: 16, cy: 12, width: 32, height: 24 });
    expect(views.map((view) => view.name)).toEqual(['0.png', '1.png', '2.png']);
    expect(warnings.join(' ')).toContain('parallel');
  });

  it.each([
    [
      'NaN',
      (t: ReturnType<typeof ringTransforms>) => JSON.stringify(t).replace('[1,0,0,1]', '[1,0,0,NaN]'),
      'bad-pose',
      'frames.1',
    ],
    ['text', () => 'not json', 'not-json', 'transforms.json'],
    ['no frames', () => ({ w: 1 }), 'wrong-shape', 'frames'],
    [
      'short matrix',
      (t: ReturnType<typeof ringTransforms>) => ({
        ...t,
        frames: [{ ...t.frames[0]!, transform_matrix: [[1]] }],
      }),
      'wrong-shape',
      'frames.0',
    ],
    [
      'sheared',
      (t: ReturnType<typeof ringTransforms>) => JSON.stringify(t).replace('[1,0,0,1]', '[1,0.5,0,1]'),
      'bad-pose',
      'frames.1',
    ],
    [
      'mirrored',
      (t: ReturnType<typeof ringTransforms>) => JSON.stringify(t).replace('[1,0,0,1]', '[-1,0,0,1]'),
      'bad-pose',
      'frames.1',
    ],
    [
      'traversal',
      (t: ReturnType<typeof ringTransforms>) => JSON.stringify(t).replace('images/1.png', '../1.png'),
      'path-traversal',
      'frames.1',
    ],
    [
      'unknown lens',
      (t: ReturnType<typeof ringTransforms>) => ({ ...t, camera_model: 'EQUIRECTANGULAR' }),
      'unknown-lens',
      'EQUIRECTANGULAR',
    ],
    [
      'no focal length',
      (t: ReturnType<typeof ringTransforms>) => ({ w: t.w, h: t.h, frames: t.frames }),
      'intrinsics-missing',
      'fl_x',
    ],
    [
      'no size, no image',
      (t: ReturnType<typeof ringTransforms>) => ({ fl_x: 30, frames: t.frames }),
      'intrinsics-missing',
      'w and h',
    ],
  ] as const)('%s', async (_, make, code, text) => {
    write(make(ringTransforms()));
    const error = await failure();
    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
    expect(error.message).toContain('transforms.json');
  });
});

describe('folders and images', () => {
  it('names a missing folder and a folder that holds no capture', async () => {
    expect((await failure()).code).toBe('folder-missing');
    mkdirSync(folder);
    expect((await failure()).code).toBe('not-a-capture');
  });

  it('counts missing images: a warning for poses, an error where pixels are needed', async () => {
    writeModelBin(sparse(), ringModel(4));
    expect((await readCapture(folder)).warnings.join(' ')).toContain('4 of 4 images');
    expect((await failure({ requireImages: true })).code).toBe('image-missing');
  });

  it('refuses a text file as PNG, a picture of another shape, and a missing one', async () => {
    writeModelBin(sparse(), ringModel(4));
    mkdirSync(join(folder, 'images'));
    const at = (i: number): string => join(folder, `images/view-${i}.png`);
    writeFileSync(at(0), 'this is text');
    await sharp({ create: { width: 24, height: 32, channels: 3, background: 'red' } })
      .png()
      .toFile(at(1));
    await sharp({ create: { width: 64, height: 48, channels: 3, background: 'red' } })
      .png()
      .toFile(at(2));
    const { views } = await readCapture(folder);
    const load = createImageLoader({ imageSizePx: 32 });
    await expect(load(views[0]!)).rejects.toMatchObject({
      code: 'image-unreadable',
      message: expect.stringContaining('view-0.png'),
    });
    await expect(load(views[1]!)).rejects.toMatchObject({ code: 'image-size-mismatch' });
    await expect(load(views[3]!)).rejects.toMatchObject({ code: 'image-missing' });
    // Twice the calibrated size, then resized to fit 32: the camera record follows.
    const { camera } = await load(views[2]!);
    expect(camera.intrinsics).toEqual({ fx: 30, fy: 31, cx: 16, cy: 12, width: 32, height: 24 });
  });

  it('scans a tree of class/instance folders in name order, damaged ones included', async () => {
    for (const name of ['b/2', 'a/1', 'a/0']) writeModelBin(join(folder, name, 'sparse/0'), ringModel(3));
    mkdirSync(join(folder, 'c/0/sparse'), { recursive: true });
    mkdirSync(join(folder, 'empty'), { recursive: true });
    const found: string[] = [];
    for await (const path of scanCaptures(folder)) found.push(path.slice(folder.length + 1));
    expect(found).toEqual(['a/0', 'a/1', 'b/2', 'c/0']);
  });
});
