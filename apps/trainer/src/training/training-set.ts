/** The training split of a data set as a run reads it: questions in memory, images at hand. */
import { type Dataset, openDataset } from '@parallax/dataset';
import type { Question } from '@parallax/dataset/schema';
import { ConfigError } from '@parallax/lab';
import { nearestName } from '@parallax/lab/node';
import { ImageStore, type ViewImages } from './image-store.ts';

export interface TrainingItem extends ViewImages {
  readonly question: Question;
}

export interface TrainingSet {
  readonly dataset: Dataset;
  readonly images: ImageStore;
  /** Questions of the train split whose kind was asked for. */
  readonly items: readonly TrainingItem[];
}

/**
 * @param kinds every kind that the run will use.
 * @throws ConfigError `unknown-kind` for a kind without a training question in this data set.
 */
export async function openTrainingSet(folder: string, kinds: readonly string[]): Promise<TrainingSet> {
  const dataset = await openDataset(folder);
  checkKinds(dataset, kinds);
  const images = new ImageStore(dataset);
  const items: TrainingItem[] = [];
  for await (const { index, question, images: encoded } of dataset.rows({ split: 'train', kinds })) {
    const { questionId } = question;
    const item = { row: index, questionId, viewIds: imageIds(question), question };
    if (!images.full) await images.add(item, encoded);
    items.push(item);
  }
  return { dataset, images, items };
}

/** Pictures that a question shows edited (cut into tiles) are others than the views that they were made from. */
function imageIds({ viewIds, geometry }: Question): string[] {
  const edits = geometry.parameters['pictureEdits'];
  if (!Array.isArray(edits)) return viewIds;
  return viewIds.map((viewId, i) => (edits[i] == null ? viewId : `${viewId} ${JSON.stringify(edits[i])}`));
}

/** Whether the picture at `place` is the view as it was taken. */
export function isPlainView({ viewIds, question }: TrainingItem, place: number): boolean {
  return viewIds[place] === question.viewIds[place];
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
