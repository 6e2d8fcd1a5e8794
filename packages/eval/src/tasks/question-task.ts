/** The task of our own data sets: questions of one split, put in one style, scored by the strict parser. */
import { type Dataset, type RowFilter, toPrompt } from '@parallax/dataset';
import type { ConversationStyle, Question, Split } from '@parallax/dataset/schema';
import { ConfigError, DataInvalidError } from '@parallax/lab';
import { nearestName } from '@parallax/lab/node';
import { scoreQuestion } from '@parallax/rewards';
import { rotateListedOptions } from './rotate-listed-options.ts';
import type { Task, TaskSample } from './task.ts';

export interface QuestionTaskOptions {
  readonly split?: Split;
  /** All kinds of the split when absent. */
  readonly kinds?: readonly string[];
  /** At most this many of each kind, the first ones of the data set. */
  readonly limitPerKind?: number;
  /** letter: the answer alone; chain: facts first, then the answer. */
  readonly style?: ConversationStyle;
}

export interface QuestionSample extends TaskSample {
  readonly question: Question;
}

/**
 * @throws ConfigError `unknown-kind` when the split has no question of a kind; DataInvalidError `empty-split`.
 */
export function questionTask(dataset: Dataset, options: QuestionTaskOptions = {}): Task<QuestionSample> {
  const { split = 'test', style = 'letter', limitPerKind } = options;
  const kinds = resolveKinds(dataset, split, options.kinds);
  return {
    name: `${dataset.manifest.name}/${split}`,
    description: `${kinds.length} question kinds of ${dataset.manifest.name}, ${split} split, ${style} style`,
    config: { split, kinds, style, limitPerKind: limitPerKind ?? null },
    samples: () => samplesOf(dataset, { split, kinds }, limitPerKind, style),
    score: (sample, completion) => scoreQuestion(sample.question, completion),
    rotate: (sample, steps) => {
      const rotated = rotateListedOptions(sample.question, steps);
      if (rotated === null) return null;
      // The chain names letters of the old order; no task shows it.
      const question = { ...sample.question, ...rotated, chain: null };
      return { ...sample, question, answer: question.answer, messages: toPrompt(question, style) };
    },
  };
}

async function* samplesOf(
  dataset: Dataset,
  filter: RowFilter & { readonly kinds: readonly string[] },
  limitPerKind: number | undefined,
  style: ConversationStyle,
): AsyncGenerator<QuestionSample> {
  const left = new Map(filter.kinds.map((kind) => [kind, limitPerKind ?? Number.POSITIVE_INFINITY]));
  for await (const { question, images } of dataset.rows(filter)) {
    const remaining = left.get(question.kind) ?? 0;
    if (remaining <= 0) continue;
    left.set(question.kind, remaining - 1);
    yield {
      id: question.questionId,
      kind: question.kind,
      groupId: question.groupId,
      messages: toPrompt(question, style),
      images,
      answer: question.answer,
      chance: question.chance,
      question,
    };
    if ([...left.values()].every((count) => count <= 0)) return;
  }
}

function resolveKinds(dataset: Dataset, split: Split, asked: readonly string[] | undefined): string[] {
  const { name, counts } = dataset.manifest;
  const present = Object.entries(counts.bySplitAndKind)
    .filter(([key, count]) => key.startsWith(`${split}/`) && count > 0)
    .map(([key]) => key.slice(split.length + 1))
    .sort();
  if (present.length === 0) {
    throw new DataInvalidError('empty-split', `Data set ${name} has no question in its ${split} split.`, {
      remedy: 'Choose another --split, or make the data set with more scenes.',
    });
  }
  for (const kind of asked ?? []) {
    if (present.includes(kind)) continue;
    const nearest = nearestName(kind, present);
    throw new ConfigError(
      'unknown-kind',
      `The ${split} split of ${name} has no question of kind "${kind}".`,
      {
        remedy: `${nearest === undefined ? '' : `Did you mean "${nearest}"? `}Kinds here: ${present.join(', ')}.`,
      },
    );
  }
  return asked === undefined ? present : [...new Set(asked)].sort();
}
