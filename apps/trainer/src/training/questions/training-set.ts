/** The training split of a data set as a run reads it: at once what rows are about, the rows as batches need them. */
import {
  type Dataset,
  declaredEdits,
  isPlainView,
  openDataset,
  type RowGroup,
  type RowHead,
} from '@parallax/dataset';
import type { Question } from '@parallax/dataset/schema';
import { ConfigError } from '@parallax/lab';
import { nearestName } from '@parallax/lab/node';
import type { RgbImage } from '@parallax/trainer';
import { ImageStore } from './image-store.ts';

export interface TrainingSet {
  readonly dataset: Dataset;
  /** Rows of the train split whose kind was asked for, in the order of the data set. */
  readonly items: readonly RowHead[];
  question(item: RowHead): Promise<Question>;
  /** Pictures in the order of the question's markers. @throws DataFormatError when one cannot be decoded. */
  images(item: RowHead): Promise<RgbImage[]>;
}

/**
 * @param kinds every kind that the run will use.
 * @throws ConfigError `unknown-kind` for a kind without a training question in this data set.
 */
export async function openTrainingSet(folder: string, kinds: readonly string[]): Promise<TrainingSet> {
  const dataset = await openDataset(folder);
  checkKinds(dataset, kinds);
  const items: RowHead[] = [];
  for await (const head of dataset.heads({ split: 'train', kinds })) items.push(head);
  const question = questionReader(dataset);
  const images = new ImageStore(dataset);
  return {
    dataset,
    items,
    question,
    images: async (item) => {
      const known = await question(item);
      return images.read({ item, questionId: known.questionId, viewIds: imageIds(known) });
    },
  };
}

/** Questions stay once they were read: an epoch later they are asked for again. */
function questionReader(dataset: Dataset): (item: RowHead) => Promise<Question> {
  const groups = new Map<number, Promise<RowGroup<Question>>>();
  return async ({ index, firstOfGroup }) => {
    const group = groups.get(firstOfGroup) ?? dataset.questionGroup(index);
    groups.set(firstOfGroup, group);
    return (await group).at(index);
  };
}

/** Pictures that a question shows edited (cut into tiles) are others than the views that they were made from. */
function imageIds(question: Question): string[] {
  return question.viewIds.map((viewId, place) =>
    isPlainView(question, place) ? viewId : `${viewId} ${JSON.stringify(declaredEdits(question)[place])}`,
  );
}

function checkKinds(dataset: Dataset, kinds: readonly string[]): void {
  const counts = dataset.manifest.counts.bySplitAndKind;
  const present = Object.keys(counts)
    .filter((key) => key.startsWith('train/') && counts[key]! > 0)
    .map((key) => key.slice('train/'.length));
  for (const kind of kinds) {
    if (present.includes(kind)) continue;
    const nearest = nearestName(kind, present);
    throw new ConfigError(
      'unknown-kind',
      `${dataset.folder} has no training question of the kind "${kind}".`,
      {
        remedy: `It has: ${present.join(', ')}.${nearest === undefined ? '' : ` Did you mean "${nearest}"?`}`,
      },
    );
  }
}
