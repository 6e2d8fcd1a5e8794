import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rotateListedOptions } from '../rotate-listed-options.ts';
import type { Task, TaskSample } from '../task.ts';
import { controlledTask, controlNamed, controls } from './controlled-task.ts';

const bytes = (value: number): Uint8Array => Uint8Array.of(value);

function sampleOf(i: number, views: number): TaskSample {
  const image = { type: 'image' as const };
  return {
    id: `s${i}`,
    kind: 'k',
    groupId: `g${i}`,
    messages: [
      { role: 'system', content: 'Look.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Before ' },
          ...Array.from({ length: views }, () => image),
          { type: 'text', text: 'Which? A: left B: right C: none' },
        ],
      },
    ],
    images: Array.from({ length: views }, (_, v) => bytes(v)),
    answer: 'B',
    chance: 1 / 3,
  };
}

function taskOf(samples: readonly TaskSample[], rotate?: Task['rotate']): Task {
  return {
    name: 'made/test',
    description: 'made',
    config: { split: 'test' },
    samples: async function* () {
      yield* samples;
    },
    score: () => ({ value: 0, parts: [], parsed: { value: null, span: null, failure: 'x' } }),
    ...(rotate === undefined ? {} : { rotate }),
  };
}

async function under(name: string, task: Task): Promise<TaskSample[]> {
  const found: TaskSample[] = [];
  for await (const sample of controlledTask(task, controlNamed(name)).samples()) found.push(sample);
  return found;
}

const parts = (sample: TaskSample): string[] =>
  sample.messages.flatMap(({ content }) =>
    typeof content === 'string' ? [] : content.map((part) => (part.type === 'image' ? '#' : part.text)),
  );

describe('controls', () => {
  const mixed = [1, 2, 3, 5, 2, 2, 4, 2].map((views, i) => sampleOf(i, views));

  it('text-only takes every picture and its place, and no word', async () => {
    const found = await under('text-only', taskOf(mixed));
    expect(found).toHaveLength(mixed.length);
    for (const sample of found) {
      expect(sample.images).toEqual([]);
      expect(parts(sample)).toEqual(['Before ', 'Which? A: left B: right C: none']);
      expect(sample.messages[0]).toEqual({ role: 'system', content: 'Look.' });
    }
  });

  it('drop-view takes one of several, not always the same, and the same again in the next run', async () => {
    const many = Array.from({ length: 200 }, (_, i) => sampleOf(i, 2));
    const found = await under('drop-view', taskOf(many));
    expect(found.map((sample) => sample.images.length)).toEqual(many.map(() => 1));
    expect(found.map((sample) => parts(sample).filter((part) => part === '#').length)).toEqual(
      many.map(() => 1),
    );
    const keptFirst = found.filter((sample) => sample.images[0]![0] === 0).length;
    expect(keptFirst).toBeGreaterThan(70);
    expect(keptFirst).toBeLessThan(130);
    expect(await under('drop-view', taskOf(many))).toEqual(found);
    const ids = (await under('drop-view', taskOf(mixed))).map((sample) => sample.id);
    expect(ids).toEqual(mixed.filter((sample) => sample.images.length > 1).map((sample) => sample.id));
  });

  it('shuffle-views changes every order and loses no view', async () => {
    const found = await under('shuffle-views', taskOf(mixed));
    expect(found).toHaveLength(7);
    for (const sample of found) {
      const order = sample.images.map((image) => image[0]!);
      const sorted = order.toSorted((a, b) => a - b);
      expect(sorted).toEqual(order.map((_, i) => i));
      expect(order).not.toEqual(sorted);
      expect(sample.messages).toEqual(mixed.find(({ id }) => id === sample.id)!.messages);
    }
  });

  it('rotate-options gives every other order, each with an id that leads back', async () => {
    const rotate = (sample: TaskSample, steps: number): TaskSample | null =>
      steps < 3 ? { ...sample, answer: 'BAC'[steps]! } : null;
    const found = await under('rotate-options', taskOf(mixed.slice(0, 2), rotate));
    expect(new Set(found.map((sample) => sample.id)).size).toBe(4);
    expect(found.map((sample) => sample.answer)).toEqual(['A', 'C', 'A', 'C']);
    const { sourceId } = controlNamed('rotate-options');
    expect(found.map((sample) => sourceId(sample.id))).toEqual(['s0', 's0', 's1', 's1']);
  });

  it('says in the config which control it is, and of what', () => {
    for (const control of controls) {
      const task = controlledTask(
        taskOf(mixed, () => null),
        control,
      );
      expect(task.config).toEqual({ split: 'test', control: control.name, controlOf: 'made/test' });
      expect(task.name).toBe(`made/test+${control.name}`);
    }
  });

  it('refuses what it cannot do, and says so when nothing is left', async () => {
    expect(() => controlNamed('blur')).toThrow(expect.objectContaining({ code: 'unknown-control' }));
    expect(() => controlledTask(taskOf(mixed), controlNamed('rotate-options'))).toThrow(
      expect.objectContaining({ code: 'no-rotation' }),
    );
    await expect(under('drop-view', taskOf([sampleOf(0, 1)]))).rejects.toMatchObject({
      code: 'control-leaves-nothing',
    });
  });
});

describe('rotateListedOptions', () => {
  const token = fc.constantFrom('a', 'B', ':', ' ', '3', 'left', 'right', 'x A', '(B)');
  const word = fc
    .string({ unit: token, minLength: 1, maxLength: 6 })
    .filter((text) => text === text.trim() && text !== '');
  const list = fc.uniqueArray(word, { minLength: 2, maxLength: 6 });
  const styles = [
    (letter: string, option: string) => `${letter}: ${option}`,
    (letter: string, option: string) => `${letter}. ${option}`,
    (letter: string, option: string) => `(${letter}) ${option}`,
  ];

  it('moves texts, not letters; the answer follows its text; a full circle is the plain wording', () => {
    fc.assert(
      fc.property(list, fc.nat(), fc.nat(2), fc.constantFrom(' ', '\n'), (options, seed, style, gap) => {
        const write = (order: readonly string[]): string =>
          `Is it ${options[0]}?${gap}${order.map((option, i) => styles[style]!('ABCDEF'[i]!, option)).join(gap)}${gap}Answer.`;
        const answer = 'ABCDEF'[seed % options.length]!;
        const right = options[seed % options.length];
        let now = { text: write(options), options, answer };
        for (let step = 0; step < options.length; step++) {
          const next = rotateListedOptions(now, 1)!;
          expect(next.options).toEqual([...now.options.slice(1), now.options[0]]);
          expect(next.options['ABCDEF'.indexOf(next.answer)]).toBe(right);
          expect(next.text).toBe(write(next.options));
          now = next;
        }
        expect(now).toEqual({ text: write(options), options, answer });
      }),
    );
  });

  it('several steps are as many single ones, and it declines what it cannot find', () => {
    const plain = { text: 'Go? A: x B: y C: z D: w', options: ['x', 'y', 'z', 'w'], answer: 'A' };
    const once = rotateListedOptions(plain, 1)!;
    expect(rotateListedOptions(plain, 2)).toEqual(rotateListedOptions(once, 1));
    expect(once).toEqual({ text: 'Go? A: y B: z C: w D: x', options: ['y', 'z', 'w', 'x'], answer: 'D' });
    for (const steps of [0, 4, 7, -1]) expect(rotateListedOptions(plain, steps)).toBeNull();
    expect(rotateListedOptions({ ...plain, text: 'Go? A: x B: y' }, 1)).toBeNull();
    expect(rotateListedOptions({ ...plain, answer: 'E' }, 1)).toBeNull();
    expect(rotateListedOptions({ text: '3?', options: [], answer: '3' }, 1)).toBeNull();
  });
});
