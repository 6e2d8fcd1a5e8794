/** Chooses pairs of a drawn scene and asks the configured kinds: rows and records of a shard. */
import {
  choosePairs,
  editPictures,
  kindOf,
  makeQuestion,
  PairProfileSchema,
  type QuestionSource,
} from '@parallax/dataset';
import type { Question, Scene, View, ViewPair } from '@parallax/dataset/schema';
import type { GenerateConfig } from '../config.ts';
import type { DrawnScene } from '../workers/draw-scene.ts';
import { chooseViews } from './choose-views.ts';
import { chooseMovedPairs } from './moved-pairs.ts';

export interface SceneContent {
  readonly rows: { readonly question: Question; readonly images: Uint8Array[] }[];
  readonly records: (Scene | View | ViewPair)[];
  readonly discarded: Record<string, number>;
}

/** Other views that a single-view kind is tried on before the question is given up. */
const SINGLE_TRIES = 6;

export async function askScene(config: GenerateConfig, drawn: DrawnScene): Promise<SceneContent> {
  const { scene, centre, random } = drawn.built;
  const shown = await drawn.views;
  const taken = shown.map(({ view }) => view);
  // All but the questions about what moved take the scene to be still.
  const views = taken.filter((view) => view.moved === undefined);
  const imageOf = new Map(shown.map(({ view, image }) => [view.viewId, image]));
  const viewOf = new Map(views.map((view) => [view.viewId, view]));
  const content: SceneContent = { rows: [], records: [scene], discarded: {} };
  const used = new Set<string>();
  const ask = (kind: string, of: Pick<QuestionSource, 'views' | 'pair' | 'index'>): boolean => {
    const source: QuestionSource = { group: scene, subjectId: scene.subjectId, centre, up: [0, 1, 0], ...of };
    const name = `question ${kind} ${of.index} ${of.views.map((view) => view.viewId).join(' ')}`;
    const made = makeQuestion(kind, source, random.fork(name));
    if ('discarded' in made) {
      count(content.discarded, `${kind}: ${made.discarded}`);
      return false;
    }
    for (const { viewId } of of.views) used.add(viewId);
    content.rows.push({ question: made, images: made.viewIds.map((viewId) => imageOf.get(viewId)!) });
    return true;
  };
  for (const [k, pair] of pairsOf(config, drawn, views, content.discarded).entries()) {
    content.records.push(pair);
    for (const viewId of [pair.viewA, pair.viewB]) used.add(viewId);
    const index = drawn.index * config.pairsPerScene + k;
    const kinds = random.fork(`kinds ${k}`).shuffle(config.pairKinds).slice(0, config.questionsPerPair);
    const both = [viewOf.get(pair.viewA)!, viewOf.get(pair.viewB)!];
    for (const kind of kinds) ask(kind, { views: both, pair, index });
  }
  const order = random.fork('single views').shuffle(views);
  for (let k = 0; k < config.singleQuestionsPerScene && config.singleKinds.length > 0; k++) {
    const index = drawn.index * config.singleQuestionsPerScene + k;
    const kind = config.singleKinds[index % config.singleKinds.length]!;
    for (let attempt = 0; attempt < Math.min(SINGLE_TRIES, order.length); attempt++) {
      const view = order[(k + attempt * config.singleQuestionsPerScene) % order.length]!;
      if (ask(kind, { views: [view], pair: null, index })) break;
    }
  }
  for (let k = 0; k < config.multiQuestionsPerScene && config.multiKinds.length > 0; k++) {
    const index = drawn.index * config.multiQuestionsPerScene + k;
    const kind = config.multiKinds[index % config.multiKinds.length]!;
    const { views: photos, ordered = false } = kindOf(kind);
    const choices = chooseViews(views, photos, random.fork(`views of ${kind} ${index}`), { ordered });
    if (choices.length === 0) count(content.discarded, `${kind}: too-few-views`);
    choices.some((chosen) => ask(kind, { views: chosen, pair: null, index }));
  }
  const moved = taken.filter((view) => view.moved !== undefined);
  for (let k = 0; k < config.movedQuestionsPerScene && config.movedKinds.length > 0; k++) {
    const index = drawn.index * config.movedQuestionsPerScene + k;
    const kind = config.movedKinds[index % config.movedKinds.length]!;
    const pairs = chooseMovedPairs(views, moved, random.fork(`moved pairs of ${kind} ${index}`));
    if (pairs.length === 0) count(content.discarded, `${kind}: no-moved-view`);
    pairs.some((both) => ask(kind, { views: both, pair: null, index }));
  }
  content.records.push(...taken.filter(({ viewId }) => used.has(viewId)));
  const rows = content.rows.map(async ({ question, images }) => ({
    question,
    images: await editPictures(question, images),
  }));
  return { ...content, rows: await Promise.all(rows) };
}

function pairsOf(
  config: GenerateConfig,
  { built }: DrawnScene,
  views: readonly View[],
  discarded: Record<string, number>,
): ViewPair[] {
  if (config.pairsPerScene === 0) return [];
  const { scene, centre, random } = built;
  const { sceneId: groupId, split, subjectId } = scene;
  const profile = PairProfileSchema.parse({
    name: config.profile,
    pairsPerGroup: config.pairsPerScene,
    thresholds: config.thresholds,
    minAngleDeg: config.minAngleDeg,
    maxAngleDeg: config.maxAngleDeg,
    balanceAlso: config.balanceAlso,
  });
  const source = { groupId, split, views, centre, up: [0, 1, 0] as const, subjectId };
  const chosen = choosePairs(source, profile, random.fork('pairs'));
  for (const [reason, times] of Object.entries(chosen.discarded)) count(discarded, `pair: ${reason}`, times);
  if (chosen.pairs.length < config.pairsPerScene) {
    count(discarded, 'pair: too-few-candidates', config.pairsPerScene - chosen.pairs.length);
  }
  return chosen.pairs;
}

function count(counts: Record<string, number>, reason: string, times = 1): void {
  counts[reason] = (counts[reason] ?? 0) + times;
}
