import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Question } from '../schema.ts';
import { type Dataset, openDataset, openDatasetWriter } from '../store/index.ts';
import { madeOptions, madeShard } from '../store/made-dataset.ts';
import { questionCard } from './question-card.ts';
import { topView } from './top-view.ts';
import { writePreview } from './write-preview.ts';

let root: string;
let dataset: Dataset;
let questions: Question[];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-preview-'));
  const writer = await openDatasetWriter(join(root, 'made'), madeOptions);
  const kinds = ['ego-translation', 'ego-rotation-degrees', 'relation', 'named-option'];
  const shard = await madeShard({ scenes: 2, seed: 'preview', kinds });
  questions = shard.rows.map((row) => row.question);
  await writer.writeShard('train', 0, shard);
  await writer.finish();
  dataset = await openDataset(join(root, 'made'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const ofKind = (kind: string) => questions.find((question) => question.kind === kind)!;

describe('the gallery', () => {
  it('shows every kind evenly, in one file that asks for nothing', async () => {
    const { path, shown, bytes } = await writePreview(dataset, { count: 13 });
    const page = await readFile(path, 'utf8');
    expect(Buffer.byteLength(page)).toBe(bytes);
    const cards = [...page.matchAll(/<article data-kind="([^"]+)"/g)].map((match) => match[1]!);
    expect(cards).toHaveLength(shown);
    expect(shown).toBe(13);
    for (const kind of new Set(questions.map((question) => question.kind))) {
      expect(cards.filter((card) => card === kind).length).toBeGreaterThanOrEqual(3);
    }
    for (const [, url] of page.matchAll(/(?:src|href)="([^"]*)"/g))
      expect(url).toMatch(/^data:image\/png;base64,/);
    expect(page).not.toMatch(/url\(|@import|https?:/);
    expect((await readdir(join(root, 'made'))).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('shows the kinds that were asked for, and names those that there are', async () => {
    const out = join(root, 'some.html');
    await writePreview(dataset, { out, count: 4, kinds: ['relation'] });
    expect(new Set((await readFile(out, 'utf8')).match(/data-kind="[^"]+"/g))).toEqual(
      new Set(['data-kind="relation"']),
    );
    await expect(writePreview(dataset, { kinds: ['relations'] })).rejects.toMatchObject({
      code: 'unknown-kind',
      remedy: expect.stringContaining('relation'),
    });
    await expect(writePreview(dataset, { split: 'test' })).rejects.toMatchObject({ code: 'empty-selection' });
  });

  it('lets nothing that a data set holds become markup', () => {
    const evil = '"><img src=x onerror=alert(1)><script>alert(1)</script>\'';
    const question = ofKind('relation');
    const object = question.geometry.objects[0]!;
    const { markup } = questionCard(
      {
        ...question,
        kind: evil,
        questionId: evil,
        text: `<image>${evil} A: ${evil} B: x ${evil}`,
        options: [evil, 'x'],
        chain: evil,
        geometry: {
          ...question.geometry,
          unit: evil,
          objects: [{ ...object, family: evil, colour: `red;${evil}` }],
        },
      },
      [`data:image/png;base64,${evil}`],
    );
    expect(markup).not.toMatch(/<script|<img src=x|"><img/);
    expect(markup.match(/<img /g)).toHaveLength(1);
  });
});

describe('a card', () => {
  it('marks claims that hold, and those that do not', () => {
    const question = ofKind('ego-translation');
    const good = questionCard(question, []).markup;
    expect(good).toContain('class="holds"');
    expect(good).not.toContain('class="fails"');
    const moved = question.geometry.labels!.egoTranslation === 'left' ? 'right' : 'left';
    const bad = questionCard({ ...question, chain: `The camera moved ${moved}.` }, []).markup;
    expect(bad).toContain('class="fails"');
    expect(bad).toContain('0 of 1 claims hold');
  });

  it('states the answer of open questions with their unit', () => {
    const question = ofKind('ego-rotation-degrees');
    expect(questionCard(question, []).markup).toContain(`<b>${question.answer}</b> degrees`);
  });
});

describe('the view from above', () => {
  /** Places of the cameras' dots in the drawing. */
  function dots(question: Question): { x: number; y: number }[] {
    const cameras = topView(question.geometry).markup.split('class="camera').slice(1);
    return cameras.map((part) => {
      const [, x, y] = /<circle cx="([-\d.]+)" cy="([-\d.]+)"/.exec(part)!;
      return { x: Number(x), y: Number(y) };
    });
  }

  it('puts the second camera where the motion says: right to the right, ahead further up', () => {
    let checked = 0;
    for (const question of questions) {
      const { motion, cameras } = question.geometry;
      if (motion === null || cameras.length !== 2) continue;
      const [a, b] = dots(question);
      const { right, forward } = motion.translation;
      // The first camera of these scenes is nearly level and upright: its own axes and the page's agree in sign.
      if (Math.abs(right) > 0.4 * motion.baseline) {
        expect(Math.sign(b!.x - a!.x)).toBe(Math.sign(right));
        checked++;
      }
      if (Math.abs(forward) > 0.6 * motion.baseline) {
        expect(Math.sign(a!.y - b!.y)).toBe(Math.sign(forward));
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(10);
  });

  it('stays inside its frame, a camera that looks straight down included', () => {
    const down = ofKind('relation').geometry;
    const intrinsics = down.cameras[0]!.intrinsics;
    const cameraToWorld = [1, 0, 0, 0, 0, 0, 1, 3, 0, -1, 0, 0, 0, 0, 0, 1] as const;
    const views = [
      { ...down, cameras: [{ intrinsics, cameraToWorld }] },
      ...questions.map((q) => q.geometry),
    ];
    for (const geometry of views) {
      const { markup } = topView(geometry);
      expect(markup).not.toMatch(/NaN|Infinity/);
      const numbers = [...markup.matchAll(/c[xy]="([-\d.]+)"/g)].map((match) => Number(match[1]));
      expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...numbers)).toBeLessThanOrEqual(260);
    }
  });
});
