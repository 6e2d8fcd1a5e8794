/** Small files to ask about: a data set of ours of one grey picture, and a public benchmark in its official layout. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatasetWriter } from '@parallax/dataset';
import { plainQuestion } from '@parallax/dataset/fixture';
import type { Question, Split } from '@parallax/dataset/schema';
import sharp from 'sharp';

/** 24 questions of each split, two a scene; the red chair is right in three of four. */
export async function writeTinyDataset(folder: string, views = 1): Promise<void> {
  const writer = await openDatasetWriter(folder, {
    name: 'tiny',
    profile: 'decorrelated',
    seed: '1',
    config: {},
    imageSource: 'test',
    splitRule: 'by subject',
    generatorVersion: '1',
  });
  const image = await sharp({ create: { width: 32, height: 32, channels: 3, background: '#406080' } })
    .png()
    .toBuffer();
  for (const split of ['train', 'test'] as const) {
    const rows = Array.from({ length: 24 }, (_, i) => ({
      question: questionOf(split, i, views),
      images: Array.from({ length: views }, () => image),
    }));
    await writer.writeShard(split, 0, { rows, records: [], discarded: {} });
  }
  await writer.finish();
}

function questionOf(split: Split, i: number, views: number): Question {
  const kind = i % 2 === 0 ? 'depth-order' : 'relation';
  return plainQuestion({
    questionId: `${split}-${i}`,
    kind,
    split,
    groupId: `${split}-scene-${i >> 1}`,
    viewIds: Array.from({ length: views }, (_, view) => `view-${split}-${i}-${view}`),
    subjectId: `subject-${split}-${i >> 1}`,
    text: `${'<image>'.repeat(views)}Which is nearer? A: the red chair B: the blue chair Please output only the option letter!`,
    options: ['the red chair', 'the blue chair'],
    answer: i % 4 < 3 ? 'A' : 'B',
    geometry: { value: 1 },
  });
}

/** Six questions in the official file of MMSI-Bench; the red chair is right in the first four. */
export async function writeMmsiBench(folder: string): Promise<void> {
  const image = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#804020' } })
    .png()
    .toBuffer();
  const options = 'A: the red chair, B: the blue chair, C: the lamp, D: the desk';
  const rows = Array.from({ length: 6 }, (_, i) => [
    String(i),
    image.toString('base64'),
    `What is nearest in picture ${i}? Options: ${options}`,
    i < 4 ? 'A' : 'C',
    i % 2 === 0 ? 'Positional Relationship (Cam.-Obj.)' : 'MSR',
    '',
  ]);
  const lines = [['index', 'image', 'question', 'answer', 'category', 'thought'], ...rows];
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'MMSI_bench.tsv'), lines.map((cells) => `${cells.join('\t')}\n`).join(''));
}
