/** A small data set of pairs for tests of the chains verb: one object, cameras that move and turn, noise for pictures. */
import { isDiscarded, makeQuestion, openDatasetWriter } from '@parallax/dataset';
import type { Question, Scene, View } from '@parallax/dataset/schema';
import { createRandom, intrinsicsFromFov, lookAt, type Random, type Vec3 } from '@parallax/geometry';
import sharp from 'sharp';

const KINDS = ['ego-rotation', 'ego-translation', 'object-centric-translation'];
const CENTRE: Vec3 = [0, 0.5, 0];

/** @returns the digest of the data set. */
export async function madePairs(folder: string, pairs: number): Promise<string> {
  const writer = await openDatasetWriter(folder, {
    name: 'made pairs',
    profile: 'decorrelated',
    seed: '1',
    generatorVersion: 'test',
    config: {},
    imageSource: 'noise',
    splitRule: 'one scene',
  });
  const random = createRandom('made pairs');
  const scene = madeScene();
  const rows: { question: Question; images: Uint8Array[] }[] = [];
  const views: View[] = [];
  for (let index = 0; rows.length < KINDS.length * pairs; index++) {
    const both = [madeView(index, 0, random), madeView(index, 1, random)];
    const made = KINDS.map((kind) =>
      makeQuestion(
        kind,
        {
          group: scene,
          views: both,
          pair: null,
          subjectId: scene.subjectId,
          centre: CENTRE,
          up: [0, 1, 0],
          index,
        },
        random.fork(`${kind} ${index}`),
      ),
    );
    // All three labels are clear, or the published prompt has no words for the pair.
    const questions = made.flatMap((question) => (isDiscarded(question) ? [] : [question]));
    if (questions.length < KINDS.length) continue;
    const images = await Promise.all(both.map((_, i) => noise(random.fork(`picture ${index} ${i}`))));
    views.push(...both);
    rows.push(...questions.map((question) => ({ question, images })));
  }
  await writer.writeShard('train', 0, { rows, records: [scene, ...views], discarded: {} });
  return (await writer.finish()).digest;
}

function madeScene(): Scene {
  const subject = {
    objectId: 'chair',
    family: 'chair',
    role: 'subject' as const,
    colour: 'white',
    position: [0, 0, 0] as const,
    yawDeg: 0,
    scale: 1,
    bounds: { min: [-0.4, 0, -0.4] as const, max: [0.4, 1, 0.4] as const },
    front: null,
  };
  return {
    type: 'scene',
    schemaVersion: 1,
    codeCommit: 'test',
    sceneId: 'scene',
    split: 'train',
    seed: 'scene',
    subjectId: 'chair',
    objects: [subject],
    look: {},
  };
}

function madeView(index: number, which: number, random: Random): View {
  const sideways = which === 0 ? 0 : random.pick([-1, 0, 1]) * random.uniform(0.6, 1.2);
  const turned = which === 0 ? 0 : random.pick([-1, 0, 1]) * random.uniform(0.2, 0.5);
  const position: Vec3 = [sideways, 0.9, which === 0 ? 3 : 3.4];
  const target: Vec3 = [sideways + Math.sin(turned), 0.8, position[2] - Math.cos(turned)];
  const intrinsics = intrinsicsFromFov({ fovYDeg: 55, width: 16, height: 16 });
  return {
    type: 'view',
    schemaVersion: 1,
    codeCommit: 'test',
    viewId: `scene/${index}-${which}`,
    groupId: 'scene',
    split: 'train',
    camera: { intrinsics, cameraToWorld: lookAt({ position, target }) },
    image: { sha256: 'a'.repeat(64), name: `${index}-${which}.png`, width: 16, height: 16 },
    visible: [],
  };
}

async function noise(random: Random): Promise<Uint8Array> {
  const cells = Uint8Array.from({ length: 256 }, () => random.int(0, 256));
  return sharp(cells, { raw: { width: 16, height: 16, channels: 1 } })
    .png()
    .toBuffer();
}
