/** Questions of every kind over synthetic scenes: what tests of questions, chains, audits and the store feed on. */
import { createRandom } from '@parallax/geometry';
import { choosePairs } from '../pairs/choose.ts';
import { PairProfileSchema } from '../pairs/profile.ts';
import { SYNTHETIC_CENTRE, syntheticScene } from '../scenes/synthetic-scene.ts';
import type { Question, Split } from '../schema.ts';
import { isDiscarded, type QuestionSource } from './kind.ts';
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

/** Every kind with every pair or some views of every scene; the index runs over all. */
export function madeSources(options: MadeQuestionsOptions): { kind: string; source: QuestionSource }[] {
  const { scenes, seed, split = 'train', profile = 'decorrelated' } = options;
  const sources: { kind: string; source: QuestionSource }[] = [];
  for (let i = 0; i < scenes; i++) {
    const random = createRandom(`${seed}/${i}`);
    const { scene, views } = syntheticScene(`${seed}-${split}-${i}`, split, random);
    const shared = {
      group: scene,
      subjectId: scene.subjectId,
      centre: SYNTHETIC_CENTRE,
      up: [0, 1, 0] as const,
    };
    const { pairs } = choosePairs(
      { ...shared, groupId: scene.sceneId, split, views },
      PairProfileSchema.parse({ name: profile }),
      random.fork('pairs'),
    );
    for (const { kind, views: viewCount } of Object.values(questionKinds)) {
      if (options.kinds !== undefined && !options.kinds.includes(kind)) continue;
      const shown =
        viewCount === 1
          ? views.slice(0, 4).map((view) => ({ pair: null, views: [view] }))
          : pairs.map((pair) => ({
              pair,
              views: [pair.viewA, pair.viewB].map((id) => views.find((view) => view.viewId === id)!),
            }));
      for (const item of shown) sources.push({ kind, source: { ...shared, ...item, index: sources.length } });
    }
  }
  return sources;
}
