/** Posed captures -> data set of pairs that refers to their pictures. */
import { resolve } from 'node:path';
import { GENERATOR_VERSION } from '../../config.ts';
import type { GenerateOptions } from '../../workers/generate-scenes.ts';
import { type BuildOutcome, buildShards } from '../../workers/shards/build-shards.ts';
import { kindsOf } from '../import-config.ts';
import { type CaptureShard, planCaptureSet } from './plan-set.ts';
import type { CaptureSetConfig } from './set-config.ts';

export interface CaptureSetOutcome extends BuildOutcome {
  readonly captures: number;
  readonly testCaptures: number;
}

const SPLIT_RULE = 'by capture: those with the lowest draws from seed and path are for the test';

/** @throws ConfigError `folder-missing`, `no-captures`, `unknown-kind`; the errors of `buildShards`. */
export async function generateCaptures(
  given: string,
  config: CaptureSetConfig,
  { folder, context, ...options }: GenerateOptions,
): Promise<CaptureSetOutcome> {
  const root = resolve(given);
  const kinds = kindsOf(config);
  const plan = await planCaptureSet(root, config);
  const { name, profile, seed } = config;
  context.log(
    `generate ${name}: ${config.pairs} pairs of ${plan.captures} captures (${plan.testCaptures} for the test) into ${folder}`,
  );
  const outcome = await buildShards({
    ...options,
    start: {
      folder,
      writer: {
        ...{ name, profile, seed, generatorVersion: GENERATOR_VERSION },
        config: { ...config, kinds, captures: plan.capturesDigest },
        imageSource: 'capture',
        splitRule: SPLIT_RULE,
      },
      work: { type: 'captures', config, root, kinds },
    },
    shards: plan.shards,
    imageRoot: root,
    unit: 'questions',
    unitsOf: (shard) => ('pieces' in shard ? questionsOf(shard) : 0),
    context,
  });
  return { ...outcome, captures: plan.captures, testCaptures: plan.testCaptures };
}

function questionsOf({ pieces }: CaptureShard): number {
  return pieces.reduce((sum, piece) => sum + piece.questions, 0);
}
