/** Questions of every kind over synthetic scenes: what tests of questions, chains, audits and the store feed on. */
import { createRandom, type Random } from '@parallax/geometry';
import { choosePairs } from '../pairs/choose.ts';
import { PairProfileSchema } from '../pairs/profile.ts';
import { syntheticBoard } from '../scenes/synthetic/synthetic-board.ts';
import { syntheticMoves } from '../scenes/synthetic/synthetic-moves.ts';
import { syntheticRoom } from '../scenes/synthetic/synthetic-room.ts';
import {
  SYNTHETIC_CENTRE,
  type SyntheticScene,
  syntheticScene,
} from '../scenes/synthetic/synthetic-scene.ts';
import { syntheticWalks } from '../scenes/synthetic/synthetic-walk.ts';
import type { Question, Split, View } from '../schema.ts';
import { isDiscarded, type KindDefinition, type QuestionSource } from './kind.ts';
import { questionKinds } from './registry.ts';

export interface MadeQuestionsOptions {
  readonly scenes: number;
  readonly seed: string;
  readonly split?: Split;
  readonly profile?: 'decorrelated' | 'viewpoint-100k';
  readonly kinds?: readonly string[];
}

export function madeQuestions(options: MadeQuestionsOptions): Question[] {
  return madeSources(options).flatMap(({ kind, source }) => {
    const made = questionKinds[kind]!.make(source, createRandom(`${options.seed}/${kind}/${source.index}`));
    return isDiscarded(made) ? [] : [made];
  });
}

/**
 * Kinds of these families speak of several objects with fronts: they are asked in rooms, as are those of moved objects;
 * boards have their own kinds, and all others are asked around a subject.
 */
const IN_ROOMS: ReadonlySet<KindDefinition['family']> = new Set(['perspective', 'room']);

function settingOf({ family, ofMoved }: KindDefinition): 'board' | 'room' | 'studio' {
  if (family === 'board') return 'board';
  return IN_ROOMS.has(family) || ofMoved === true ? 'room' : 'studio';
}

/** Every kind with every pair, or some views, of every scene that suits it; the index runs over all. */
export function madeSources(options: MadeQuestionsOptions): { kind: string; source: QuestionSource }[] {
  const { scenes, seed, split = 'train' } = options;
  const kinds = Object.values(questionKinds).filter(
    ({ kind }) => options.kinds === undefined || options.kinds.includes(kind),
  );
  const of = (setting: string): KindDefinition[] => kinds.filter((kind) => settingOf(kind) === setting);
  const [inRooms, onBoards, around] = [of('room'), of('board'), of('studio')];
  const sources: { kind: string; source: QuestionSource }[] = [];
  for (let i = 0; i < scenes; i++) {
    const [id, random] = [`${seed}-${split}-${i}`, createRandom(`${seed}/${i}`)];
    if (around.length > 0) ask(sources, options, around, syntheticScene(id, split, random), random);
    if (inRooms.length > 0) {
      const inside = random.fork('room');
      ask(sources, options, inRooms, syntheticRoom(`${id}-room`, split, inside), inside);
    }
    if (onBoards.length > 0) {
      const above = random.fork('board');
      ask(sources, options, onBoards, syntheticBoard(`${id}-board`, split, above), above);
    }
  }
  return sources;
}

function ask(
  sources: { kind: string; source: QuestionSource }[],
  { profile = 'decorrelated' }: MadeQuestionsOptions,
  kinds: readonly KindDefinition[],
  synthetic: SyntheticScene,
  random: Random,
): void {
  const { scene, views } = synthetic;
  const shared = {
    group: scene,
    subjectId: scene.subjectId,
    centre: SYNTHETIC_CENTRE,
    up: [0, 1, 0] as const,
  };
  const { pairs } = choosePairs(
    { ...shared, groupId: scene.sceneId, split: scene.split, views },
    PairProfileSchema.parse({ name: profile }),
    random.fork('pairs'),
  );
  for (const { kind, views: count, ofMoved, ordered } of kinds) {
    const shown: Pick<QuestionSource, 'pair' | 'views'>[] = ofMoved
      ? syntheticMoves(synthetic, random.fork('moves')).map((both) => ({ pair: null, views: both }))
      : ordered
        ? syntheticWalks(scene, count, random.fork(kind)).map((walk) => ({ pair: null, views: walk }))
        : count === 2
          ? pairs.map((pair) => ({
              pair,
              views: [pair.viewA, pair.viewB].map((id) => views.find((view) => view.viewId === id)!),
            }))
          : someViews(views, count, random.fork(kind)).map((chosen) => ({ pair: null, views: chosen }));
    for (const item of shown) sources.push({ kind, source: { ...shared, ...item, index: sources.length } });
  }
}

/** The first four views one by one, or four random choices of several. */
function someViews(views: readonly View[], count: number, random: Random): View[][] {
  if (count === 1) return views.slice(0, 4).map((view) => [view]);
  return [0, 1, 2, 3].map(() => random.shuffle(views).slice(0, count));
}
