/** Names and ids that the lab has, as dictionaries of Schemathesis: without them nearly every answer would be 404. */
import { sha256 } from '@parallax/lab/node';
import type { SmallLab } from '@parallax/store/fixture';

/** Share of the requests that take a value of the dictionary; the others are made from the schema. */
const PROBABILITY = 0.5;
const MOST_IDS = 5;

/** @returns the text of schemathesis.toml: one dictionary a kind of id, and which parameter takes which. */
export async function fuzzConfig({ dataset, questions, evaluations }: SmallLab): Promise<string> {
  const tested = questions.filter(({ split }) => split === 'test');
  const { images } = await dataset.readRow(0);
  const dictionaries = {
    ...{ datasets: ['orbit'], runs: ['sft', 'grpo'], reports: ['summary'] },
    evaluations: [evaluations.good, evaluations.poor],
    questions: questions.slice(0, MOST_IDS).map(({ questionId }) => questionId),
    samples: tested.slice(0, MOST_IDS).map(({ questionId }) => questionId),
    ...{ images: images.map((bytes) => sha256(bytes)), models: ['good', 'poor'], finished: ['sft'] },
  };
  const operations: readonly [string, Readonly<Record<string, keyof typeof dictionaries>>][] = [
    ['^/api/datasets/', { 'path.name': 'datasets' }],
    ['^/api/runs/[^/]+(/metrics|/rollouts)?$', { 'path.name': 'runs' }],
    // The stream of a run that goes on has no end to wait for.
    ['^/api/runs/[^/]+/events$', { 'path.name': 'finished' }],
    ['^/api/rollouts/', { 'path.run': 'runs' }],
    ['^/api/evaluations/', { 'path.name': 'evaluations' }],
    ['^/api/reports/', { 'path.name': 'reports' }],
    ['^/api/questions/', { 'path.id': 'questions', 'query.dataset': 'datasets' }],
    ['^/api/samples/', { 'path.evaluation': 'evaluations', 'path.id': 'samples' }],
    ['^/api/images/', { 'path.sha256': 'images' }],
    ['^/api/compare', { 'query.a': 'evaluations', 'query.b': 'evaluations', 'query.at': 'samples' }],
    ['^/api/reference-tests$', { 'query.model': 'models' }],
  ];
  const lines = Object.entries(dictionaries).map(
    ([name, values]) => `[dictionaries.${name}]\nvalues = ${JSON.stringify(values)}`,
  );
  for (const [pattern, parameters] of operations) {
    lines.push(`[[operations]]\ninclude-path-regex = ${JSON.stringify(pattern)}`, '[operations.parameters]');
    for (const [parameter, dictionary] of Object.entries(parameters)) {
      lines.push(`"${parameter}" = { dictionary = "${dictionary}", probability = ${PROBABILITY} }`);
    }
  }
  // That lists must be of one length is more than a schema can say.
  lines.push(
    '[[operations]]\ninclude-path = "/v1/rewards:score"',
    '[operations.checks.positive_data_acceptance]\nexpected-statuses = ["2xx", 422]',
  );
  return `${lines.join('\n')}\n`;
}
