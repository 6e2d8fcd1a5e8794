/** The training photos of a data set with the classes that its masks give their pixels. */
import { type Dataset, openDataset, readPasses } from '@parallax/dataset';
import type { SceneObject } from '@parallax/dataset/schema';
import { ConfigError } from '@parallax/lab';
import { decodeImage, type LabelledPhoto, type PhotoSource, type RgbImage } from '@parallax/trainer';
import { isPlainView } from '../questions/training-set.ts';

const BACKGROUND = 'background';

/**
 * Held in memory: 5 bytes a pixel. Photos and classes come in the same order from the same data set.
 * @throws ConfigError `no-masks` for a data set without masks of its training photos.
 */
export async function labelledPhotos(folder: string): Promise<PhotoSource> {
  const dataset = await openDataset(folder);
  // Said at once, not after all photos were read.
  if (dataset.manifest.shards.every(({ passes }) => passes === undefined)) throw noMasks(folder);
  const images = await trainingPhotos(dataset);
  const classOf = await objectClasses(dataset);
  const classNames = [
    BACKGROUND,
    ...new Set([...classOf.values()].flatMap((scene) => [...scene.values()])),
  ].sort((a, b) => Number(b === BACKGROUND) - Number(a === BACKGROUND) || (a < b ? -1 : 1));
  const photos = new Map<string, LabelledPhoto>();
  for await (const { viewId, mask: bytes, objects } of readPasses(folder, dataset.manifest)) {
    const view = images.get(viewId);
    if (view === undefined || bytes === null) continue;
    const classes = classOf.get(view.groupId);
    const numbers = new Uint8Array(256);
    for (const { number, objectId } of objects)
      numbers[number] = classNames.indexOf(classes?.get(objectId) ?? BACKGROUND);
    const { data } = await decodeImage(bytes, `the mask of ${viewId}`);
    // Gray was decoded to three equal channels.
    const mask = Uint8Array.from({ length: data.length / 3 }, (_, i) => data[3 * i]!);
    photos.set(viewId, {
      image: view.image,
      classes: mask.map((number) => numbers[number]!),
      instances: mask.map((number) => (numbers[number] === 0 ? 0 : number)),
    });
  }
  if (photos.size === 0) throw noMasks(folder);
  return { classNames, photos: [...photos.values()] };
}

function noMasks(folder: string): ConfigError {
  return new ConfigError('no-masks', `${folder} has no masks of its training photos.`, {
    remedy: 'Generate it with `passes: [mask]` in the section generate of its recipe.',
  });
}

/** As they were taken, by view. */
async function trainingPhotos(
  dataset: Dataset,
): Promise<Map<string, { readonly groupId: string; readonly image: RgbImage }>> {
  const found = new Map<string, { groupId: string; image: RgbImage }>();
  for await (const { question, images } of dataset.rows({ split: 'train' })) {
    for (const [place, viewId] of question.viewIds.entries()) {
      if (found.has(viewId) || !isPlainView(question, place)) continue;
      const image = await decodeImage(
        images[place]!,
        `image ${place + 1} of question ${question.questionId}`,
      );
      found.set(viewId, { groupId: question.groupId, image });
    }
  }
  return found;
}

/** Scene -> object -> class. */
async function objectClasses(dataset: Dataset): Promise<Map<string, Map<string, string>>> {
  const classes = new Map<string, Map<string, string>>();
  for await (const record of dataset.records()) {
    if (record.type !== 'scene' || record.split !== 'train') continue;
    classes.set(
      record.sceneId,
      new Map(record.objects.map((object) => [object.objectId, className(object)])),
    );
  }
  return classes;
}

/** Landmarks are told apart by colour, as text tells them apart; of everything else the role alone matters. */
function className({ role, colour }: SceneObject): string {
  return role === 'landmark' ? `${colour.toLowerCase()} landmark` : role;
}
