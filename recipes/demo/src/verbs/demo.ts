/** `parallax demo`: from nothing to a trained, evaluated viewpoint model, with a table and a report. */
import { resolve } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { formatSeconds, type Verb } from '@parallax/lab/node';
import { runChain } from '../chain.ts';
import { evaluationTable } from '../table.ts';

const verb: Verb = {
  name: 'demo',
  summary: 'generate data, train (SFT, GRPO), evaluate and report: the whole chain in one command',
  configure: (command) =>
    command
      .option('--out <dir>', 'lab folder for all records', 'out/demo')
      .option('--recipe <file>', 'recipe to run', 'recipes/demo/recipe.yaml')
      .option(
        '--capture <dir>',
        'also ask the trained model about a real capture (COLMAP or transforms.json)',
      )
      .option('--workers <n>', 'render processes'),
  run: async (_args, options, context) => {
    const startedAt = performance.now();
    const workers = options.workers === undefined ? undefined : Number(options.workers);
    if (workers !== undefined && !(Number.isInteger(workers) && workers > 0)) {
      throw new ConfigError(
        'bad-workers',
        `--workers ${String(options.workers)} is not a positive integer.`,
        {
          remedy: 'For example --workers 2.',
        },
      );
    }
    const outcome = await runChain({
      lab: resolve(String(options.out)),
      recipe: resolve(String(options.recipe)),
      capture: options.capture === undefined ? undefined : resolve(String(options.capture)),
      workers,
      context,
    });
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    const text = [
      evaluationTable(outcome.evaluations),
      '',
      `report     ${outcome.report}`,
      `dashboard  ./parallax serve --lab ${String(options.out)}`,
      `finished in ${formatSeconds(seconds)}`,
    ].join('\n');
    return { result: { ...outcome, seconds }, text };
  },
};
export default verb;
