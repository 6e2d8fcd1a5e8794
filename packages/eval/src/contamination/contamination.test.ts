import { createRandom } from '@parallax/geometry';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { ContaminationReport } from '../schema.ts';
import { type ContaminationItem, checkContamination } from './check-contamination.ts';
import { createCutOutSearch } from './cut-out-search.ts';
import { type GreyPicture, readGrey } from './grey-picture.ts';
import { createHashIndex } from './hash-index.ts';
import { hashDistance, type PictureHash, pictureHashes } from './picture-hash.ts';
import { createTextOverlap } from './text-overlap.ts';

/** A photograph-like picture: blobs of several sizes, another for each seed. */
async function madePicture(seed: string): Promise<Buffer> {
  const random = createRandom(seed);
  const blobs = Array.from({ length: 25 }, () => {
    const shade = random.int(0, 256);
    return `<circle cx="${random.int(0, 320)}" cy="${random.int(0, 240)}" r="${random.int(8, 90)}" fill="rgb(${shade},${random.int(0, 256)},${shade})"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240"><rect width="320" height="240" fill="#8a8a70"/>${blobs.join('')}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

const hash = fc.tuple(fc.nat(0xffffffff), fc.nat(0x7fffffff));

function flipped([high, low]: PictureHash, bits: readonly number[]): PictureHash {
  return bits.reduce<PictureHash>(
    ([h, l], bit) => (bit < 32 ? [h, (l ^ (1 << bit)) >>> 0] : [(h ^ (1 << (bit - 32))) >>> 0, l]),
    [high, low],
  );
}

describe('hash index', () => {
  it('finds what looking at every hash finds', () => {
    const bits = fc.uniqueArray(fc.nat(62), { maxLength: 14 });
    const near = fc.tuple(hash, fc.array(bits, { minLength: 1, maxLength: 8 }));
    fc.assert(
      fc.property(near, fc.constantFrom(0, 3, 7, 11), ([query, flips], limit) => {
        const stored = flips.map((list) => flipped(query, list));
        const index = createHashIndex(limit);
        for (const [id, value] of stored.entries()) index.add(value, id);
        const distances = stored.map((value) => hashDistance(query, value));
        expect(distances).toEqual(flips.map((list) => list.length));
        const expected = distances
          .map((distance, id) => ({ id, distance }))
          .filter(({ distance }) => distance <= limit)
          .sort((a, b) => a.distance - b.distance || a.id - b.id);
        expect(index.within(query)).toEqual(expected);
      }),
    );
  });
});

describe('picture hashes', () => {
  it('survive resizing, recompression and brightness, and tell pictures apart', async () => {
    const made = await Promise.all(Array.from({ length: 24 }, (_, i) => madePicture(`p${i}`)));
    const own = (await Promise.all(made.map(pictureHashes))).map((list) => list![0]!);
    for (const [i, bytes] of made.entries()) {
      const copies = await Promise.all([
        sharp(bytes).jpeg({ quality: 30 }).toBuffer(),
        sharp(bytes).resize(96).png().toBuffer(),
        sharp(bytes).modulate({ brightness: 1.15 }).webp().toBuffer(),
      ]);
      for (const copy of copies)
        expect(hashDistance((await pictureHashes(copy))![0]!, own[i]!)).toBeLessThanOrEqual(7);
      for (const [j, other] of own.entries())
        if (j !== i) expect(hashDistance(own[i]!, other)).toBeGreaterThan(7);
    }
  });

  it('says nothing of a plain area, and null of what is no picture', async () => {
    const plain = await sharp({ create: { width: 50, height: 50, channels: 3, background: '#345' } })
      .png()
      .toBuffer();
    expect(await pictureHashes(plain)).toEqual([]);
    expect(await pictureHashes(Buffer.from('no picture'))).toBeNull();
  });
});

describe('pictures cut out of one another', () => {
  const cut = async (bytes: Buffer, share: number, x: number, y: number): Promise<Buffer> => {
    const [width, height] = [Math.round(320 * share), Math.round(240 * share)];
    const left = Math.round((320 - width) * x);
    const top = Math.round((240 - height) * y);
    return sharp(bytes).extract({ left, top, width, height }).jpeg({ quality: 80 }).toBuffer();
  };
  const read = async (bytes: Buffer): Promise<GreyPicture> => (await readGrey(bytes))!;

  it('are found wherever the cut lies and whichever side was cut; others are not', async () => {
    const made = await Promise.all(Array.from({ length: 16 }, (_, i) => madePicture(`cut${i}`)));
    const cuts = await Promise.all(
      made.map((bytes, i) => cut(bytes, 0.77 + (i % 5) * 0.05, i & 1, (i >> 1) / 8)),
    );
    const [wholes, parts] = [await Promise.all(made.map(read)), await Promise.all(cuts.map(read))];
    for (const [train, test] of [
      [wholes, parts],
      [parts, wholes],
    ] as const) {
      const search = createCutOutSearch();
      for (const picture of train) search.add(picture);
      const found = test.map((picture) => search.find(picture)?.picture ?? null);
      expect(found.filter((id, i) => id === i).length).toBeGreaterThanOrEqual(15);
      expect(found.filter((id, i) => id !== i && id !== null)).toEqual([]);
    }
    const others = createCutOutSearch();
    for (const picture of wholes.slice(1)) others.add(picture);
    expect([wholes[0]!, parts[0]!].map((picture) => others.find(picture))).toEqual([null, null]);
  });
});

describe('copies', () => {
  it('are told from pictures that are only alike, whatever the bits of their hashes say', async () => {
    /** Sky, ground and a pillar, as plain renders have them: low frequencies are nearly all they have. */
    const plain = (pillar: number, horizon: number): Promise<GreyPicture> => {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="#b0c4de"/><rect y="${horizon}" width="64" height="64" fill="#6b705c"/><rect x="${pillar}" y="16" width="7" height="40" fill="#803030"/></svg>`;
      return sharp(Buffer.from(svg))
        .png()
        .toBuffer()
        .then(async (bytes) => (await readGrey(bytes))!);
    };
    const search = createCutOutSearch();
    const kept = search.add(await plain(28, 30));
    expect(search.isCopy(await plain(28, 30), kept)).toBe(true);
    for (const [pillar, horizon] of [
      [34, 30],
      [28, 36],
      [22, 27],
    ] as const)
      expect(search.isCopy(await plain(pillar, horizon), kept), `${pillar} ${horizon}`).toBe(false);
  });

  it('stay copies when they are blurred, squeezed, brightened, recompressed or lose their border', async () => {
    for (const seed of ['a', 'b', 'c', 'd']) {
      const bytes = await madePicture(seed);
      const search = createCutOutSearch();
      const kept = search.add((await readGrey(bytes))!);
      for (const changed of [
        sharp(bytes).jpeg({ quality: 30 }),
        sharp(bytes).blur(4),
        sharp(bytes).resize(100, 100, { fit: 'fill' }),
        sharp(bytes).modulate({ brightness: 1.15 }),
        sharp(bytes).extract({ left: 16, top: 12, width: 288, height: 216 }),
      ]) {
        const copy = (await readGrey(await changed.png().toBuffer()))!;
        expect(search.isCopy(copy, kept), seed).toBe(true);
        const turned = createCutOutSearch();
        expect(turned.isCopy((await readGrey(bytes))!, turned.add(copy)), seed).toBe(true);
      }
    }
  });
});

describe('text overlap', () => {
  it('counts runs of words, whatever the case, punctuation and image marks', () => {
    const overlap = createTextOverlap(3);
    overlap.add('<image>The red chair stands left of the lamp.', 4);
    overlap.add('Nothing shared here at all', 9);
    expect(overlap.match('the RED chair, stands: left of the lamp')).toEqual({ share: 1, id: 4 });
    const part = overlap.match('the red chair stands on a blue box')!;
    expect(part).toEqual({ share: 2 / 6, id: 4 });
    expect(overlap.match('quite another question')).toBeNull();
    expect(overlap.match('')).toBeNull();
  });
});

describe('checkContamination', () => {
  const item = (id: string, more: Partial<ContaminationItem> = {}): ContaminationItem => ({
    id,
    groupId: `group-${id}`,
    subjectId: null,
    text: `words of ${id} and of nobody else in this whole world ${id}`,
    images: [],
    ...more,
  });
  const stream = async function* (items: readonly ContaminationItem[]): AsyncGenerator<ContaminationItem> {
    yield* items;
  };
  const countsOf = ({ findings }: ContaminationReport) =>
    Object.fromEntries(findings.map((f) => [f.kind, f.items]));

  it('finds each planted trace, names the pair, and finds nothing else', async () => {
    const [a, b, c] = [await madePicture('a'), await madePicture('b'), await madePicture('c')];
    const copy = await sharp(a).resize(200).jpeg({ quality: 60 }).toBuffer();
    const train = [
      item('t0', { images: [a], subjectId: 'chair-1' }),
      item('t1', {
        images: [b],
        text: 'Where did the camera go between the two photographs of this object?',
      }),
      item('t2', { groupId: 'scene-9' }),
    ];
    const test = [
      item('s0', { images: [copy] }),
      item('s1', { images: [c, b] }),
      item('s2', { groupId: 'scene-9' }),
      item('s3', { subjectId: 'chair-1' }),
      item('s4', { text: 'Where did the camera go between the two photographs of this object, please?' }),
      item('s5', { images: [c, Buffer.from('broken')] }),
      item('s6', { text: train[1]!.text }),
    ];
    const report = await checkContamination(stream(train), stream(test));
    expect(countsOf(report)).toEqual({
      'same picture': 1,
      'near picture': 2,
      'cut-out picture': 0,
      'same group': 1,
      'same subject': 1,
      'same wording': 1,
      'near wording': 2,
    });
    const pairs = report.findings.map(({ kind, pairs: list }) => [
      kind,
      list.map((p) => `${p.test}-${p.train}`),
    ]);
    expect(Object.fromEntries(pairs)).toMatchObject({
      'same picture': ['s1-t1'],
      'near picture': ['s0-t0', 's1-t1'],
      'near wording': ['s4-t1', 's6-t1'],
    });
    expect(report).toMatchObject({
      trainItems: 3,
      testItems: 7,
      trainPictures: 2,
      testPictures: 4,
      unreadable: 1,
    });
    const clean = await checkContamination(stream(train), stream([item('x', { images: [c] })]), { pairs: 0 });
    expect(Object.values(countsOf(clean))).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('a corner of a training picture is a cut-out, named with the share that both show', async () => {
    const whole = await madePicture('corner');
    const corner = await sharp(whole).extract({ left: 0, top: 0, width: 272, height: 204 }).png().toBuffer();
    const report = await checkContamination(
      stream([item('t0', { images: [whole] })]),
      stream([item('s0', { images: [corner] })]),
    );
    expect(countsOf(report)).toMatchObject({ 'same picture': 0, 'near picture': 0, 'cut-out picture': 1 });
    const [pair] = report.findings.find(({ kind }) => kind === 'cut-out picture')!.pairs;
    expect(pair).toMatchObject({ test: 's0', train: 't0' });
    expect(Number(pair!.by)).toBeCloseTo(0.85, 1);
  });

  it('a set against itself is found whole', async () => {
    const images = [await madePicture('self')];
    const items = Array.from({ length: 5 }, (_, i) => item(`q${i}`, { images, subjectId: 's' }));
    const { findings } = await checkContamination(stream(items), stream(items), { pairs: 2 });
    for (const finding of findings) {
      if (finding.kind === 'cut-out picture') continue;
      expect(finding.share, finding.kind).toBe(1);
      expect(finding.pairs).toHaveLength(2);
    }
  });
});
