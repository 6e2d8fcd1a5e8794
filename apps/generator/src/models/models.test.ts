import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, intrinsicsFromFov, lookAt } from '@parallax/geometry';
import { LabError } from '@parallax/lab';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAsset } from '../assets/catalogue.ts';
import { GenerateConfigSchema } from '../config.ts';
import { SceneRenderer } from '../render/renderer.ts';
import { buildScene } from '../scenes/build.ts';
import { splitSubjects } from '../scenes/subjects.ts';
import { loadModel } from './load-model.ts';
import { makeDocument, openIo, writeModel } from './made-model.ts';
import type { FrontAxis } from './models-config.ts';
import { prepareModels } from './prepare-models.ts';
import { registerModels } from './register-models.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-models-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A long low box with a small one on its +X end: its front is +X. */
const BODY = { at: [10, 5, -3], size: [4, 1, 2] } as const;
const NOSE = { at: [12.25, 5, -3], size: [0.5, 0.5, 0.5] } as const;

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof LabError) return error.code;
    throw error;
  }
  return 'no error';
}

async function madeFile(name: string, options: Parameters<typeof writeModel>[1]): Promise<string> {
  const path = join(root, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeModel(path, options);
  return path;
}

/** Four quarters: red, green / blue, white. */
async function quarters(): Promise<Buffer> {
  const pixels = [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
    [255, 255, 255],
  ].flat();
  return sharp(Uint8Array.from(pixels), { raw: { width: 2, height: 2, channels: 3 } })
    .resize(64, 64, { kernel: 'nearest' })
    .png()
    .toBuffer();
}

describe('models', () => {
  it('stand on the ground at unit size with their front to +Z, whatever their frame was', async () => {
    const path = await madeFile('front/car.glb', { boxes: [BODY, NOSE] });
    // Where the nose (the last 24 vertices) comes to, for each axis that is said to be the front.
    const expected: Record<FrontAxis, [number, number]> = {
      '+x': [0, 1],
      '-x': [0, -1],
      '+z': [1, 0],
      '-z': [-1, 0],
    };
    for (const [front, [x, z]] of Object.entries(expected)) {
      const { shape } = await loadModel(path, root, front as FrontAxis);
      const axis = (k: number, from = 0): number[] =>
        [...shape.position].slice(from).filter((_, i) => i % 3 === k);
      for (const k of [0, 1, 2]) {
        const [low, high] = [Math.min(...axis(k)), Math.max(...axis(k))];
        expect(high - low).toBeCloseTo(shape.size[k]!, 6);
        expect(k === 1 ? low : low + high).toBeCloseTo(0, 6);
      }
      expect(Math.max(...shape.size)).toBeCloseTo(1, 6);
      expect(Math.min(...shape.size)).toBeCloseTo(1 / 4.5, 6);
      const nose = (k: number): number => axis(k, 24 * 3).reduce((sum, value) => sum + value / 24, 0);
      expect([nose(0), nose(2)].map((value) => Math.round(value * 2.2))).toEqual([x, z]);
    }
  });

  it('show their pictures where their UVs say, through a .gltf with files beside it', async () => {
    const path = await madeFile('textured/sign.gltf', {
      boxes: [{ at: [0, 0, 0], size: [1, 1, 1] }],
      picture: { bytes: await quarters(), mimeType: 'image/png' },
    });
    const { shape } = await loadModel(path, root, '+z');
    expect(shape.texture?.layers.length).toBe(1);
    const size = 64;
    const renderer = new SceneRenderer(size);
    const { look } = buildScene(config, 'train', 0, splitSubjects(config).train);
    const bounds = { min: [0, 0, 0], max: [0, 0, 0] } as const;
    const base = { family: 'sign', role: 'subject', colour: 'white', front: null, bounds } as const;
    const object = { ...base, objectId: 'sign', position: [0, 0, 0], yawDeg: 0, scale: 1 } as const;
    const camera = {
      intrinsics: intrinsicsFromFov({ fovYDeg: 40, width: size, height: size }),
      cameraToWorld: lookAt({ position: [0, 0.5, 2.2], target: [0, 0.5, 0] }),
    };
    renderer.load({ placed: [{ shape, object }], look });
    const { rgb } = renderer.render(camera);
    const strongest = (x: number, y: number): number[] => {
      const [r, g, b] = rgb.subarray((y * size + x) * 3) as unknown as [number, number, number];
      return [r, g, b].map((value) => (value > 0.6 * Math.max(r, g, b) ? 1 : 0));
    };
    // The face fills about the middle half of the picture.
    expect([strongest(22, 22), strongest(42, 22)]).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
    expect([strongest(22, 42), strongest(42, 42)]).toEqual([
      [0, 0, 1],
      [1, 1, 1],
    ]);
    renderer.dispose();
  });

  it('are the same through draco and meshopt compression', async () => {
    const plain = await loadModel(await madeFile('packed/a.glb', { boxes: [BODY, NOSE] }), root, '+z');
    const bounds = (positions: Float32Array): number[] =>
      [0, 1, 2].flatMap((k) => {
        const values = [...positions].filter((_, i) => i % 3 === k);
        return [Math.min(...values), Math.max(...values)];
      });
    for (const compression of ['draco', 'meshopt'] as const) {
      const path = await madeFile(`packed/${compression}.glb`, { boxes: [BODY, NOSE], compression });
      const { shape } = await loadModel(path, root, '+z');
      expect(shape.index.length).toBe(plain.shape.index.length);
      for (const [k, value] of bounds(shape.position).entries()) {
        expect(Math.abs(value - bounds(plain.shape.position)[k]!)).toBeLessThan(0.001);
      }
    }
  });

  it('never open a file outside their folder', async () => {
    await writeFile(join(root, 'secret.bin'), new Uint8Array(4096));
    const folder = join(root, 'confined');
    const path = await madeFile('confined/box.gltf', { boxes: [BODY] });
    const json = JSON.parse(await readFile(path, 'utf8')) as { buffers: { uri: string }[] };
    await symlink(join(root, 'secret.bin'), join(folder, 'link.bin'));
    const outside = ['../secret.bin', '..%2Fsecret.bin', join(root, 'secret.bin'), 'link.bin'];
    for (const uri of [...outside, 'file:///etc/hostname', 'http://localhost/x.bin', 'a/../../secret.bin']) {
      json.buffers[0]!.uri = uri;
      await writeFile(path, JSON.stringify(json));
      expect([uri, await codeOf(loadModel(path, folder, '+z'))]).toEqual([uri, 'outside-folder']);
    }
    json.buffers[0]!.uri = 'gone.bin';
    await writeFile(path, JSON.stringify(json));
    expect(await codeOf(loadModel(path, folder, '+z'))).toBe('missing-resource');
  });

  it('that are bad are refused with a typed error, whatever is wrong with them', async () => {
    const io = await openIo();
    const picture = { bytes: await quarters(), mimeType: 'image/png' };
    const good = await io.writeBinary(makeDocument({ boxes: [BODY, NOSE], picture }));
    const random = createRandom('bad models');
    const path = join(root, 'bad.glb');
    const codes = new Map<string, number>();
    for (let k = 0; k < 400; k++) {
      let bytes = Uint8Array.from(good);
      if (k % 4 === 0) bytes = bytes.slice(0, random.int(0, bytes.length));
      const hits = k % 4 === 0 ? 0 : random.int(1, 12);
      for (let hit = 0; hit < hits; hit++) bytes[random.int(0, bytes.length)] = random.int(0, 256);
      await writeFile(path, bytes);
      const code = await codeOf(loadModel(path, root, '+z'));
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect(codes.get('damaged-model')).toBeGreaterThan(100);
    const text = async (change: (json: Record<string, unknown>) => void): Promise<string> => {
      const { json } = await io.writeJSON(makeDocument({ boxes: [BODY] }), { basename: 'bad' });
      const copy = JSON.parse(JSON.stringify(json)) as Record<string, unknown>;
      change(copy);
      await writeFile(join(root, 'bad.bin'), new Uint8Array(4096));
      await writeFile(join(root, 'bad.gltf'), JSON.stringify(copy));
      return codeOf(loadModel(join(root, 'bad.gltf'), root, '+z'));
    };
    const require = (json: Record<string, unknown>): void => {
      json['extensionsUsed'] = ['VENDOR_voxels'];
      json['extensionsRequired'] = ['VENDOR_voxels'];
    };
    expect(await text(require)).toBe('unsupported-model');
    expect(await text((json) => ((json['accessors'] as { count: number }[])[0]!.count = 4e9))).toBe(
      'model-too-large',
    );
    expect(await text((json) => (json['asset'] = { version: '1.0' }))).toBe('damaged-model');
    expect(await text((json) => (json['nodes'] = []))).not.toBe('no error');
    expect(await text((json) => (json['meshes'] = undefined))).not.toBe('no error');
  }, 30_000);

  it('become objects of the catalogue; bad files and second copies are skipped and named', async () => {
    const folder = join(root, 'library');
    await madeFile('library/OfficeChair_02/scene.glb', { boxes: [BODY, NOSE], colour: [0.8, 0.02, 0.02, 1] });
    await madeFile('library/toy-car.glb', { boxes: [NOSE], colour: [0.02, 0.05, 0.7, 1] });
    await writeFile(join(folder, 'broken.glb'), 'no model');
    await cp(join(folder, 'toy-car.glb'), join(folder, 'zz-copy.glb'));
    const prepare = (from: string, scratch: string) =>
      prepareModels({ folder: from, front: '+x', scratch: join(root, scratch) });
    const first = await prepare(folder, 'scratch-1');
    expect(first.models.map(({ family, colour }) => [family, colour])).toEqual([
      ['office chair', 'red'],
      ['toy car', 'blue'],
    ]);
    expect(first.skipped.map(({ code }) => code)).toEqual(['damaged-model', 'same-model']);
    // Ids follow the content: neither where the library lies nor what else is in it changes them.
    await rename(folder, join(root, 'elsewhere'));
    const again = await prepare(join(root, 'elsewhere'), 'scratch-2');
    expect(again).toMatchObject({ models: first.models, digest: first.digest });
    await madeFile('elsewhere/more/lamp.glb', { boxes: [BODY] });
    const more = await prepare(join(root, 'elsewhere'), 'scratch-3');
    expect(more.models).toEqual(expect.arrayContaining([...first.models]));
    expect(more.digest).not.toBe(first.digest);
    registerModels(join(root, 'scratch-3'));
    for (const { objectId, family } of more.models) {
      const asset = buildAsset(objectId);
      expect(asset).toMatchObject({ objectId, family: { name: family, front: true } });
      expect(Math.max(...asset.shape.size)).toBeCloseTo(1, 6);
    }
    await mkdir(join(root, 'empty'));
    expect(await codeOf(prepare(join(root, 'empty'), 'scratch-4'))).toBe('no-models');
    expect(await codeOf(prepare(join(root, 'nowhere'), 'scratch-4'))).toBe('no-models');
  });
});

const config = GenerateConfigSchema.parse({ seed: 'models', imageSizePx: 64, viewsPerScene: 2 });
