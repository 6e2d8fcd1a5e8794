import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { editPictures, kindOf, openDataset } from '@parallax/dataset';
import type { Question } from '@parallax/dataset/schema';
import { lookAt, type Vec3 } from '@parallax/geometry';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { importCaptures } from './import-captures.ts';
import { ImportConfigSchema } from './import-config.ts';

const root = mkdtempSync(join(tmpdir(), 'parallax-import-'));
afterAll(() => rmSync(root, { recursive: true }));
const signal = new AbortController().signal;
const config = ImportConfigSchema.parse({ pairsPerCapture: 6, imageSizePx: 48, seed: 3 });

/** A capture of an object on a table: transforms.json and pictures that differ from view to view. */
async function writeCapture(folder: string, seed: number, views = 14): Promise<void> {
  mkdirSync(join(folder, 'images'), { recursive: true });
  const frames = [];
  for (let i = 0; i < views; i++) {
    const azimuth = (i * 2 * Math.PI) / views + seed;
    const position: Vec3 = [3 * Math.sin(azimuth), 1 + 0.1 * (i % 3), 3 * Math.cos(azimuth)];
    const m = lookAt({ position, target: [0, 0, 0], rollDeg: (i % 5) - 2 });
    frames.push({
      file_path: `images/${i}.png`,
      transform_matrix: [0, 4, 8, 12].map((row) => m.slice(row, row + 4)),
    });
    const background = { r: 10 * i, g: 40 * seed, b: 90 };
    await sharp({ create: { width: 64, height: 48, channels: 3, background } })
      .png()
      .toFile(join(folder, `images/${i}.png`));
  }
  writeFileSync(
    join(folder, 'transforms.json'),
    JSON.stringify({ w: 64, h: 48, fl_x: 60, k1: -0.05, frames }),
  );
}

function options(from: string, out: string): Parameters<typeof importCaptures>[0] {
  return {
    root: join(root, from),
    out: join(root, out),
    name: out,
    labFolder: join(root, 'lab'),
    config,
    signal,
  };
}

describe('importCaptures', () => {
  it('asks single photographs too, and shows them as their questions edit them', async () => {
    await writeCapture(join(root, 'single'), 2);
    const singles = ImportConfigSchema.parse({ ...config, singleKinds: ['jigsaw'] });
    await importCaptures({ ...options('single', 'set-single'), config: singles });
    const [whole, cut] = [new Map<string, Uint8Array>(), [] as [Question, Uint8Array][]];
    for await (const { question, images } of (await openDataset(join(root, 'set-single'))).rows()) {
      if (question.kind === 'jigsaw') cut.push([question, images[0]!]);
      else for (const [i, viewId] of question.viewIds.entries()) whole.set(viewId, images[i]!);
    }
    expect(cut).toHaveLength(6);
    for (const [question, image] of cut) {
      const original = whole.get(question.viewIds[0]!)!;
      const [edited] = await editPictures(question, [original]);
      expect(Buffer.from(image).equals(edited!)).toBe(true);
      expect(Buffer.from(image).equals(original)).toBe(false);
      expect(kindOf('jigsaw').verifyAnswer(question)).toBe(question.answer);
    }
    const masked = ImportConfigSchema.parse({ ...config, singleKinds: ['goal-aim'] });
    await expect(
      importCaptures({ ...options('single', 'set-masked'), config: masked }),
    ).rejects.toMatchObject({
      code: 'kind-needs-mask',
    });
  });

  it('makes questions whose answers follow from their cameras, and pictures of the stated size', async () => {
    await writeCapture(join(root, 'one'), 1);
    const { manifest, imported, skipped } = await importCaptures(options('one', 'set-one'));
    expect([imported, skipped]).toEqual([1, []]);
    expect(manifest.imageSource).toBe('capture');
    const dataset = await openDataset(join(root, 'set-one'));
    const kinds = new Set<string>();
    let rows = 0;
    for await (const { question, images } of dataset.rows()) {
      rows++;
      kinds.add(question.kind);
      expect(question.split).toBe('test');
      expect(kindOf(question.kind).verifyAnswer(question)).toBe(question.answer);
      for (const [i, image] of images.entries()) {
        const { width, height } = await sharp(image).metadata();
        const { intrinsics } = question.geometry.cameras[i]!;
        expect([width, height, intrinsics.width, intrinsics.height]).toEqual([48, 36, 48, 36]);
        // 60 px at 64 wide is 45 at 48, times the zoom that undistortion needs.
        expect(intrinsics.fx).toBeGreaterThan(40);
        expect(intrinsics.fx).toBeLessThan(46);
      }
    }
    expect(rows).toBe(manifest.counts.questions);
    expect(kinds.size).toBeGreaterThanOrEqual(4);
    const record = JSON.parse(
      readFileSync(join(root, 'lab/captures', `${await idOf(dataset)}.json`), 'utf8'),
    );
    expect(record.type).toBe('capture');
  });

  it('skips bad captures of a tree, counts them by reason, and gives the same bytes again', async () => {
    for (const [i, name] of ['x/a', 'x/b', 'y/c', 'y/d', 'y/e', 'z/f'].entries()) {
      await writeCapture(join(root, 'tree', name), i + 1);
    }
    writeFileSync(join(root, 'tree/x/b/transforms.json'), '{"frames": [');
    writeFileSync(join(root, 'tree/y/c/images/3.png'), 'this is text, not a picture');
    rmSync(join(root, 'tree/y/d/images/0.png'));
    const all = { ...config, pairsPerCapture: 60 };
    const first = await importCaptures({ ...options('tree', 'set-tree'), config: all });
    expect(first.captures).toBe(6);
    expect(first.imported).toBe(3);
    expect(first.skipped.map(({ folder, code }) => [folder.slice(-3), code])).toEqual([
      ['x/b', 'not-json'],
      ['y/c', 'image-unreadable'],
      ['y/d', 'image-missing'],
    ]);
    expect(first.skipped[1]!.message).toContain('3.png');
    expect(first.manifest.counts.discarded['capture-image-unreadable']).toBe(1);
    const again = await importCaptures({ ...options('tree', 'set-tree'), config: all });
    expect(again.manifest.digest).toBe(first.manifest.digest);
    expect(again.imported).toBe(3);
    expect(again.skipped.map(({ code }) => code)).toEqual(['not-json', 'skipped-earlier', 'image-missing']);
    const elsewhere = await importCaptures({
      ...options('tree', 'other/set-tree'),
      name: 'other/set-tree',
      config: all,
    });
    expect(elsewhere.manifest.shards).toEqual(first.manifest.shards);
  });

  it('keeps each capture in one split', async () => {
    const splits = new Map<string, Set<string>>();
    for await (const { question } of (await openDataset(join(root, 'set-tree'))).rows()) {
      splits.set(question.subjectId, (splits.get(question.subjectId) ?? new Set()).add(question.split));
    }
    expect(splits.size).toBe(3);
    for (const own of splits.values()) expect(own.size).toBe(1);
  });

  it('names the fault of a single capture, and of a folder without any', async () => {
    await writeCapture(join(root, 'bad'), 1, 4);
    rmSync(join(root, 'bad/images/2.png'));
    await expect(importCaptures(options('bad', 'set-bad'))).rejects.toMatchObject({ code: 'image-missing' });
    mkdirSync(join(root, 'nothing'));
    await expect(importCaptures(options('nothing', 'set-no'))).rejects.toMatchObject({ code: 'no-captures' });
    await expect(importCaptures(options('absent', 'set-no'))).rejects.toMatchObject({
      code: 'folder-missing',
    });
  });

  it('refuses kinds that need an instance mask, and unknown ones with the nearest name', async () => {
    const asking = (kind: string) =>
      importCaptures({ ...options('one', 'set-kind'), config: { ...config, kinds: [kind] } });
    await expect(asking('depth-order')).rejects.toMatchObject({ code: 'kind-needs-mask' });
    await expect(asking('ego-rotatoin')).rejects.toMatchObject({
      code: 'unknown-kind',
      remedy: 'Did you mean "ego-rotation"?',
    });
  });
});

async function idOf(dataset: Awaited<ReturnType<typeof openDataset>>): Promise<string> {
  for await (const record of dataset.records()) if (record.type === 'capture') return record.captureId;
  throw new Error('no capture record');
}
