/** Every line catches the defect that it is there for, and an honest data set passes the lines about honesty. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Audit, AuditLine, Question, View } from '../schema.ts';
import { levelPicture, madeShard, noisePicture } from '../store/made-dataset.ts';
import type { ShardContent } from '../store/shards/row.ts';
import { auditToText } from './audit-to-text.ts';
import { auditShards, lineOf, mapQuestions } from './made-audit.ts';

let train: ShardContent;
let test: ShardContent;

beforeAll(async () => {
  const kinds = ['ego-translation', 'ego-rotation', 'ego-rotation-degrees', 'relation', 'object-column'];
  train = await madeShard({ scenes: 24, seed: 'audit', kinds });
  test = await madeShard({ scenes: 14, seed: 'audit', split: 'test', kinds });
});

const audit = (parts: { train?: ShardContent; test?: ShardContent } = {}): Promise<Audit> =>
  auditShards(parts.train ?? train, parts.test ?? test);
const line = lineOf;

/** Moves the right option to letter A. */
function answerA(question: Question): Question {
  if (question.answerType !== 'choice') return question;
  const right = question.options['ABCDEFGH'.indexOf(question.answer)]!;
  const options = [right, ...question.options.filter((option) => option !== right)];
  const stem = question.text.split(' A: ')[0];
  const text = `${stem} ${options.map((option, i) => `${'ABCD'[i]}: ${option}`).join(' ')}`;
  return { ...question, options, text, answer: 'A' };
}

describe('auditDataset', () => {
  it('passes the honesty lines of an honest data set, and repeats itself', async () => {
    const result = await audit();
    const honest = [
      'letter-balance',
      'label-balance',
      'split-leakage',
      'near-duplicates',
      'brightness',
      'file-size',
      'row-order',
      'option-order',
      'first-image-alone',
      'second-image-alone',
      'chains',
      'recompute',
    ];
    for (const name of [...honest, 'blind-majority', 'blind-text']) {
      expect(line(result, name).verdict, auditToText(result)).toBe('pass');
    }
    expect(await audit()).toEqual(result);
    expect(auditToText(result)).toContain('split-leakage');
  });

  it('finds one whole bit between the labels of the published profile', async () => {
    const published = { profile: 'viewpoint-100k', kinds: ['ego-translation', 'ego-rotation'] } as const;
    const result = await audit({
      train: await madeShard({ scenes: 40, seed: 'orbit', ...published }),
      test: await madeShard({ scenes: 10, seed: 'orbit', split: 'test', ...published }),
    });
    expect(line(result, 'mutual-information').verdict).toBe('fail');
    expect(line(result, 'mutual-information').value).toBeGreaterThan(0.8);
    expect(line(result, 'coverage').verdict).toBe('fail');
    expect(result.passed).toBe(false);
  });

  it('finds biased letters, and the blind classifier that uses them', async () => {
    const result = await audit({ train: mapQuestions(train, answerA), test: mapQuestions(test, answerA) });
    expect(line(result, 'letter-balance').verdict).toBe('fail');
    expect(line(result, 'blind-text').verdict).toBe('fail');
  });

  it('finds one label that is far too common', async () => {
    const kept = train.rows.filter(
      ({ question }) => question.kind !== 'ego-rotation' || question.geometry.labels?.egoRotation === 'left',
    );
    const result = await audit({ train: { ...train, rows: kept } });
    expect(line(result, 'label-balance').verdict).toBe('fail');
    expect(line(result, 'label-balance').details).toHaveProperty('ego-rotation');
  });

  it('finds words that give the answer away', async () => {
    const leak = (question: Question): Question => {
      if (question.kind !== 'ego-translation') return question;
      const word = { left: 'windy', right: 'calm', none: 'rainy' }[question.geometry.labels!.egoTranslation!];
      return { ...question, text: question.text.replace('two photos', `two ${word} photos`) };
    };
    const result = await audit({ train: mapQuestions(train, leak), test: mapQuestions(test, leak) });
    expect(line(result, 'blind-text').verdict).toBe('fail');
  });

  it('finds a subject, a view and a picture that are in two splits', async () => {
    const leaked = train.rows[0]!;
    const copy = { ...leaked, question: { ...leaked.question, split: 'test' as const } };
    const result = await audit({ test: { ...test, rows: [...test.rows, copy] } });
    expect(line(result, 'split-leakage').value).toBeGreaterThanOrEqual(3);
    expect(line(result, 'split-leakage').verdict).toBe('fail');
  });

  it('finds test pictures that look like training pictures', async () => {
    const shared = async (view: View) =>
      noisePicture({ ...view, viewId: view.viewId.replace('-test-', '-train-') });
    const kinds = ['object-column', 'relation'];
    const result = await audit({
      train: await madeShard({ scenes: 6, seed: 'twin', kinds }, shared),
      test: await madeShard({ scenes: 6, seed: 'twin', split: 'test', kinds }, shared),
    });
    expect(line(result, 'near-duplicates').verdict).toBe('fail');
  });

  it('finds brightness that gives the answer away', async () => {
    const levels = { left: 40, none: 128, right: 215 };
    const bright = (view: View, { geometry }: Question) =>
      levelPicture(view.viewId, levels[geometry.labels!.egoRotation!]);
    const kinds = ['ego-rotation'];
    const result = await audit({
      train: await madeShard({ scenes: 20, seed: 'bright', kinds }, bright),
      test: await madeShard({ scenes: 10, seed: 'bright', split: 'test', kinds }, bright),
    });
    expect(line(result, 'brightness').verdict).toBe('fail');
  });

  it('finds a wrong answer, a wrong label and a camera that is not the one of the record', async () => {
    const at = train.rows.findIndex(({ question }) => question.kind === 'ego-rotation');
    const plant = async (change: (question: Question) => Question): Promise<AuditLine> => {
      const rows = train.rows.map((row, i) => (i === at ? { ...row, question: change(row.question) } : row));
      return line(await audit({ train: { ...train, rows } }), 'recompute');
    };
    const wrongAnswer = await plant((question) => ({
      ...question,
      answer: question.answer === 'A' ? 'B' : 'A',
    }));
    expect(wrongAnswer).toMatchObject({ value: 1, verdict: 'fail' });
    const wrongLabel = await plant((question) => {
      const labels = { ...question.geometry.labels!, egoTranslation: null };
      return { ...question, geometry: { ...question.geometry, labels } };
    });
    expect(wrongLabel).toMatchObject({ value: 1, verdict: 'fail' });
    const otherCamera = await plant((question) => {
      const [a, b] = question.geometry.cameras;
      const cameraToWorld = b!.cameraToWorld.map((value, i) => (i === 3 ? value + 0.01 : value));
      const moved = {
        ...b!,
        cameraToWorld: cameraToWorld as unknown as NonNullable<typeof b>['cameraToWorld'],
      };
      return { ...question, geometry: { ...question.geometry, cameras: [a!, moved] } };
    });
    expect(otherCamera).toMatchObject({ value: 1, verdict: 'fail' });
  });

  it('finds a chain with one false claim, and a margin that is not the one of the geometry', async () => {
    const at = train.rows.findIndex(({ question }) => question.chain?.includes('turned left') === true);
    const plant = async (change: (question: Question) => Question): Promise<Audit> => {
      const rows = train.rows.map((row, i) => (i === at ? { ...row, question: change(row.question) } : row));
      return audit({ train: { ...train, rows } });
    };
    const lied = await plant((question) => ({
      ...question,
      chain: question.chain!.replace('turned left', 'turned right'),
    }));
    expect(line(lied, 'chains')).toMatchObject({ value: 1, verdict: 'fail' });
    const margin = await plant((question) => ({
      ...question,
      geometry: { ...question.geometry, margin: question.geometry.margin + 1 },
    }));
    expect(line(margin, 'recompute')).toMatchObject({ value: 1, verdict: 'fail' });
  });

  it('names the view whose picture is none', async () => {
    const notPicture = async (): Promise<Uint8Array> => new TextEncoder().encode('this is not a picture');
    await expect(
      audit({ train: await madeShard({ scenes: 1, seed: 'text', kinds: ['relation'] }, notPicture) }),
    ).rejects.toMatchObject({ code: 'not-an-image' });
  });
});
