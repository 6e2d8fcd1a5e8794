/** Writes a small data set of synthetic scenes: for tests of the store and of everything that reads a data set. */
import { createRandom } from '@parallax/geometry';
import { sha256 } from '@parallax/lab/node';
import sharp from 'sharp';
import { type MadeQuestionsOptions, madeSources } from '../fixtures/made-questions.ts';
import { isDiscarded } from '../questions/kind.ts';
import { makeQuestion } from '../questions/make.ts';
import type { Question, View, ViewPair } from '../schema.ts';
import type { ShardContent, ShardRecord } from './shards/row.ts';
import type { DatasetWriterOptions } from './writer.ts';

export const madeOptions: DatasetWriterOptions = {
  name: 'made',
  profile: 'decorrelated',
  seed: '1',
  generatorVersion: 'test',
  config: { scenes: 3 },
  imageSource: 'noise',
  splitRule: 'by scene',
};

/** Pictures of noise, another for each view; `picture` may plant something in them. */
export async function madeShard(
  options: MadeQuestionsOptions,
  picture: (view: View, question: Question) => Promise<Uint8Array> = noisePicture,
): Promise<ShardContent> {
  const rows: ShardContent['rows'][number][] = [];
  const records = new Map<string, ShardRecord>();
  const discarded: Record<string, number> = {};
  for (const { kind, source } of madeSources(options)) {
    const question = makeQuestion(kind, source, createRandom(`${options.seed}/${kind}/${source.index}`));
    if (isDiscarded(question)) {
      discarded[question.discarded] = (discarded[question.discarded] ?? 0) + 1;
      continue;
    }
    const images = await Promise.all(source.views.map((view) => picture(view, question)));
    if (source.group.type === 'scene') records.set(source.group.sceneId, source.group);
    for (const [i, view] of source.views.entries()) {
      const image = { ...view.image, sha256: sha256(images[i]!) };
      records.set(view.viewId, { ...view, image });
    }
    if (source.pair !== null) records.set(source.pair.pairId, source.pair satisfies ViewPair);
    rows.push({ question, images });
  }
  return { rows, records: [...records.values()], discarded };
}

const SIZE_PX = 64;

export async function noisePicture({ viewId }: View): Promise<Uint8Array> {
  const random = createRandom(viewId);
  const cells = Uint8Array.from({ length: 16 * 16 }, () => random.int(0, 256));
  return encode(cells);
}

/** Noise with the given mean level. */
export async function levelPicture(viewId: string, level: number): Promise<Uint8Array> {
  const random = createRandom(viewId);
  return encode(
    Uint8Array.from({ length: 16 * 16 }, () => Math.max(0, Math.min(255, level + random.int(-9, 10)))),
  );
}

async function encode(cells: Uint8Array): Promise<Uint8Array> {
  const raw = { width: 16, height: 16, channels: 1 } as const;
  return sharp(cells, { raw }).resize(SIZE_PX, SIZE_PX, { kernel: 'nearest' }).png().toBuffer();
}
