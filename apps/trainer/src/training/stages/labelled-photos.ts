/** The training photos of a data set with the classes that its masks give their pixels. */
import { type Dataset, openDataset, readPasses, type StoredView } from '@parallax/dataset';
import type { SceneObject } from '@parallax/dataset/schema';
import { ConfigError } from '@parallax/lab';
import { decodeImage, type LabelledPhoto, type PhotoSource } from '@parallax/trainer';

const BACKGROUND = 'background';

/** As they are stored: a photo, its mask, and the class of every number in the mask. */
interface StoredPhoto {
  readonly view: StoredView;
  readonly mask: Uint8Array;
  readonly numbers: Uint8Array;
}

/**
 * Photos are decoded when they are first asked for, so that a run starts before it has seen them all, and stay in memory
 * then: 5 bytes a pixel. They come in the same order from the same data set.
 * @throws ConfigError `no-masks` for a data set without masks of its training photos; `photo` throws DataFormatError
 * `not-an-image`, naming question or view.
 */
export async function labelledPhotos(folder: string): Promise<PhotoSource> {
  const dataset = await openDataset(folder);
  // Said at once, not after all photos were read.
  if (dataset.manifest.shards.every(({ passes }) => passes === undefined)) throw noMasks(folder);
  const views = new Map<string, StoredView>();
  for await (const view of dataset.views({ split: 'train' })) views.set(view.viewId, view);
  const classOf = await objectClasses(dataset);
  const classNames = [
    BACKGROUND,
    ...new Set([...classOf.values()].flatMap((scene) => [...scene.values()])),
  ].sort((a, b) => Number(b === BACKGROUND) - Number(a === BACKGROUND) || (a < b ? -1 : 1));
  const stored: StoredPhoto[] = [];
  for await (const { viewId, mask, objects } of readPasses(folder, dataset.manifest)) {
    const view = views.get(viewId);
    if (view === undefined || mask === null) continue;
    const classes = classOf.get(view.groupId);
    const numbers = new Uint8Array(256);
    for (const { number, objectId } of objects)
      numbers[number] = classNames.indexOf(classes?.get(objectId) ?? BACKGROUND);
    stored.push({ view, mask, numbers });
  }
  if (stored.length === 0) throw noMasks(folder);
  const decoded: Promise<LabelledPhoto>[] = [];
  return {
    classNames,
    count: stored.length,
    photo: (index) => (decoded[index] ??= decodePhoto(stored[index]!)),
  };
}

async function decodePhoto({ view, mask: encoded, numbers }: StoredPhoto): Promise<LabelledPhoto> {
  const [image, { data }] = await Promise.all([
    decodeImage(view.image, `view ${view.viewId} of question ${view.questionId}`),
    decodeImage(encoded, `the mask of ${view.viewId}`),
  ]);
  // Gray was decoded to three equal channels.
  const mask = Uint8Array.from({ length: data.length / 3 }, (_, i) => data[3 * i]!);
  return {
    image,
    classes: mask.map((number) => numbers[number]!),
    instances: mask.map((number) => (numbers[number] === 0 ? 0 : number)),
  };
}

function noMasks(folder: string): ConfigError {
  return new ConfigError('no-masks', `${folder} has no masks of its training photos.`, {
    remedy: 'Generate it with `passes: [mask]` in the section generate of its recipe.',
  });
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
