/** parallax claims: which claims of an evaluation's chains are true by the geometry, and what the answers owe to them. */
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { openDataset } from '@parallax/dataset';
import { chainOf, readClaims } from '@parallax/dataset/chains';
import { DatasetManifestSchema, SplitSchema } from '@parallax/dataset/schema';
import { type AnswerClaims, claimResults, claimsTable, isRight, readSamples } from '@parallax/eval';
import { type EvalLog, EvalLogSchema, type EvalSample } from '@parallax/eval/schema';
import { ConfigError } from '@parallax/lab';
import { commaList, readJson, resolveConfig, type Verb } from '@parallax/lab/node';
import { z } from 'zod';

const FlagsSchema = z.strictObject({
  dataset: z.string().optional(),
  kinds: z.string().optional(),
  ascii: z.boolean().optional(),
  json: z.boolean().optional(),
});

const verb: Verb = {
  name: 'claims',
  summary: "Check the claims of an evaluation's chains against geometry, form by form",
  configure: (command) => {
    command
      .argument('<evaluation>', 'folder of an evaluation of a data set in the style chain')
      .option('--dataset <folder>', 'the data set that it asked (default: of its digest in the same lab)')
      .option('--kinds <list>', 'question kinds, separated by commas (default: all that it asked)')
      .option('--ascii', 'tables without characters beyond ASCII');
  },
  run: async ([evaluation], options, context) => {
    const flags = resolveConfig('parallax claims', options, FlagsSchema);
    const folder = resolve(evaluation!); // commander asks for it
    const log = await readJson(join(folder, 'log.json'), EvalLogSchema);
    const digest = digestOf(log, folder);
    const dataset = await openDataset(flags.dataset ?? (await datasetBeside(folder, digest)));
    if (dataset.manifest.digest !== digest) {
      throw new ConfigError('other-dataset', `${dataset.folder} is not the data set that ${folder} asked.`, {
        remedy: `Give the one of digest ${digest} with --dataset.`,
      });
    }
    const samples = await samplesOf(folder, flags.kinds);
    const kinds = [...new Set([...samples.values()].map(({ kind }) => kind))];
    const answers: AnswerClaims[] = [];
    const progress = context.progress('chains', samples.size);
    const split = SplitSchema.safeParse(log.config['split']).data;
    for await (const question of dataset.questions({ kinds, ...(split && { split }) })) {
      const sample = samples.get(question.questionId);
      const chain = chainOf(sample?.completion ?? '');
      if (sample === undefined || chain === null) continue;
      const { kind, groupId, score } = sample;
      answers.push({
        kind,
        groupId,
        right: isRight(score?.value ?? 0),
        claims: readClaims(chain, question.geometry),
      });
      progress.set(answers.length);
    }
    progress.finish();
    if (answers.length === 0) {
      throw new ConfigError('no-chains', `No answer in ${folder} holds a chain between think tags.`, {
        remedy: 'Evaluate the model with --style chain.',
      });
    }
    const results = claimResults(answers);
    return {
      result: { evaluation: folder, results },
      text: claimsTable(results, { ascii: flags.ascii ?? false }),
    };
  },
};
export default verb;

/** By id, of these kinds. @throws ConfigError `unknown-kind` naming those that were asked */
async function samplesOf(folder: string, kinds: string | undefined): Promise<Map<string, EvalSample>> {
  const all = await readSamples(join(folder, 'samples.jsonl'));
  const asked = new Set(all.map(({ kind }) => kind));
  const wanted = commaList(kinds) ?? [...asked];
  const unknown = wanted.find((kind) => !asked.has(kind));
  if (unknown !== undefined) {
    throw new ConfigError('unknown-kind', `${folder} asked no question of the kind "${unknown}".`, {
      remedy: `Kinds there: ${[...asked].join(', ')}.`,
    });
  }
  return new Map(all.filter(({ kind }) => wanted.includes(kind)).map((sample) => [sample.sampleId, sample]));
}

/** @throws ConfigError `no-geometry` for an evaluation of a benchmark, whose questions have none */
function digestOf(log: EvalLog, folder: string): string {
  if (log.datasetDigest !== null) return log.datasetDigest;
  throw new ConfigError('no-geometry', `${folder} asked ${log.task}, which is no data set of ours.`, {
    remedy:
      'Claims are checked against the geometry of our data sets: give an evaluation made with --dataset.',
  });
}

/** The data set of this digest in the lab that the evaluation lies in. @throws ConfigError `no-dataset` */
async function datasetBeside(evaluation: string, digest: string): Promise<string> {
  const root = join(dirname(dirname(evaluation)), 'datasets');
  for (const name of await readdir(root).catch(() => [] as string[])) {
    const manifest = await readJson(join(root, name, 'manifest.json'), DatasetManifestSchema).catch(
      () => null,
    );
    if (manifest?.digest === digest) return join(root, name);
  }
  throw new ConfigError('no-dataset', `${root} holds no data set of digest ${digest}.`, {
    remedy: 'Give the data set that was asked with --dataset FOLDER.',
  });
}
