/** parallax evaluate: a model's answers to the questions of a data set or a public benchmark, recorded and scored. */
import { join, resolve } from 'node:path';
import { ConversationStyleSchema, SplitSchema } from '@parallax/dataset/schema';
import {
  Budget,
  type BudgetLimits,
  benchmarks,
  type EvalLog,
  metricsTable,
  planEvaluation,
  powerHint,
  RequestCache,
  runEvaluation,
  type Task,
  type TaskSample,
} from '@parallax/eval';
import { holdYoungGeneration, resolveConfig, type Verb, type VerbContext } from '@parallax/lab/node';
import { z } from 'zod';
import { type OpenedCompleter, openCompleter } from '../completers/open-completer.ts';
import { type OfficialScores, officialScores } from './evaluate/official-lines.ts';
import { type EvaluationSource, openSource } from './evaluate/source.ts';
import { CONTROL_NAMES, changesNothing, underControls } from './evaluate/under-controls.ts';

const FlagsSchema = z.strictObject({
  dataset: z.string().optional(),
  task: z.string().optional(),
  data: z.string().optional(),
  scorer: z.string().optional(),
  model: z.string(),
  name: z.string().optional(),
  split: SplitSchema,
  kinds: z.string().optional(),
  limit: z.coerce.number().int().positive().optional(),
  style: ConversationStyleSchema,
  lab: z.string(),
  out: z.string().optional(),
  concurrency: z.coerce.number().int().positive().optional(),
  temperature: z.coerce.number().min(0),
  maxTokens: z.coerce.number().int().positive().optional(),
  seed: z.coerce.number().int(),
  batchSize: z.coerce.number().int().positive().optional(),
  servedModel: z.string().optional(),
  timeout: z.coerce.number().positive().optional(),
  retries: z.coerce.number().int().min(0).optional(),
  cache: z.string().optional(),
  maxRequests: z.coerce.number().int().positive().optional(),
  maxTokensTotal: z.coerce.number().int().positive().optional(),
  budget: z.coerce.number().int().positive().optional(),
  retryErrors: z.boolean().optional(),
  partial: z.boolean().optional(),
  control: z.string().optional(),
  controls: z.string().optional(),
  ascii: z.boolean().optional(),
  json: z.boolean().optional(),
});
type Flags = z.infer<typeof FlagsSchema>;

const BENCHMARK_NAMES = benchmarks.map(({ name }) => name).join(', ');

/** A small model writes one line of facts; a served one of ten thousand times its size may reason at length. */
const DEFAULT_MAX_TOKENS = { letter: 16, chainLocal: 128, chainServed: 1024 };

const verb: Verb = {
  name: 'evaluate',
  summary: "Score a model's answers to a data set, with intervals, chance and a record of every sample",
  configure: (command) => {
    command
      .option('--dataset <folder>', 'data set folder (or its name below LAB/datasets)')
      .option('--task <name>', `in place of --dataset, a public benchmark: ${BENCHMARK_NAMES}`)
      .option('--data <folder>', 'files of --task in their official layout; nothing is downloaded')
      .option('--scorer <name>', 'also ask the rows that this official scorer of --task makes; or all')
      .requiredOption('--model <model>', 'checkpoint folder, http(s) address of a chat server, or blind')
      .option('--name <label>', 'label of the model in tables (default: its id)')
      .option('--split <split>', 'train, validation or test', 'test')
      .option('--kinds <list>', 'question kinds, separated by commas (default: all of the split)')
      .option('--limit <n>', 'at most this many questions of each kind')
      .option('--style <style>', 'letter: the answer alone; chain: facts first', 'chain')
      .option('--lab <folder>', 'lab folder', 'out/lab')
      .option('--out <folder>', 'folder of the evaluation (default: LAB/evaluations/ID)')
      .option('--concurrency <n>', 'requests in flight at a server (default 8)')
      .option('--temperature <t>', '0 = greedy', '0')
      .option('--max-tokens <n>', 'longest completion (default: 16 for letters, 128 or 1024 for chains)')
      .option('--seed <n>', 'of sampling at a temperature above 0', '1')
      .option('--batch-size <n>', 'rows that a local checkpoint decodes together (default 128)')
      .option('--served-model <id>', 'model name at the server (default: the first it lists)')
      .option('--timeout <seconds>', 'of one request to a server (default 120)')
      .option('--retries <n>', 'attempts after the first for faults that may pass (default 4)')
      .option('--cache <folder>', 'keep answers by request, for other evaluations too')
      .option('--max-requests <n>', 'stop after this many requests to the server, retries included')
      .option('--max-tokens-total <n>', 'stop when completions have come to this many tokens')
      .option('--budget <n>', 'stop when prompts and completions have come to this many tokens')
      .option('--retry-errors', 'ask samples again that an earlier run recorded with an error')
      .option('--partial', 'official numbers although some samples have no answer: they count as empty')
      .option('--control <name>', `only under a control: ${CONTROL_NAMES}`)
      .option('--controls <list>', 'after the plain run also under these controls, or all')
      .option('--ascii', 'tables without characters beyond ASCII');
  },
  run: async (_args, options, context) => {
    holdYoungGeneration();
    const flags = resolveConfig('parallax evaluate', options, FlagsSchema);
    const source = await openSource(flags);
    const tasks = underControls(source.task, flags);
    const apiKey = process.env['OPENAI_API_KEY'];
    const budget = new Budget(limitsOf(flags));
    const opened = await openCompleter({
      model: flags.model,
      blind: source.blind,
      budget,
      onWarning: context.warn,
      ...(flags.servedModel === undefined ? {} : { servedModel: flags.servedModel }),
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout * 1000 }),
      ...(flags.retries === undefined ? {} : { retries: flags.retries }),
      ...(flags.cache === undefined ? {} : { cache: new RequestCache(resolve(flags.cache), context.warn) }),
      ...(flags.batchSize === undefined ? {} : { batchSize: flags.batchSize }),
    });
    context.log(opened.note);
    try {
      const runs = [];
      const without: string[] = [];
      for (const task of tasks) {
        try {
          runs.push(await evaluateTask(task, { source, opened, budget, flags, context }));
        } catch (error) {
          // Of several controls, one that suits no question of the task must not cost the others.
          if (runs.length === 0 || !changesNothing(error)) throw error;
          without.push(task.name);
          context.warn(`${task.name}: this control changes no question here, left out.`);
        }
      }
      const logs = runs.map(({ log }) => log);
      const [first, ...under] = runs.map(resultOf);
      return {
        result: {
          ...first,
          ...(under.length === 0 ? {} : { controls: under }),
          ...(without.length === 0 ? {} : { controlsWithoutQuestions: without }),
        },
        text: [
          metricsTable(logs, { ascii: flags.ascii ?? false }),
          powerHint(logs[0]!.metrics[0]!), // computeMetrics always puts "overall" first
          ...runs.flatMap(({ official }) => official?.lines ?? []),
          ...runs.map(({ folder }) => folder),
        ].join('\n'),
        // Numbers over nothing but errors are no evaluation.
        ...(logs.some((log) => answeredOf(log).answered === 0) ? { exitCode: 1 } : {}),
      };
    } finally {
      opened.dispose();
    }
  },
};
export default verb;

interface EvaluationRun {
  readonly log: EvalLog;
  readonly folder: string;
  readonly official: OfficialScores | null;
}

interface EvaluationSetting {
  readonly source: EvaluationSource;
  readonly opened: OpenedCompleter;
  readonly budget: Budget;
  readonly flags: Flags;
  readonly context: VerbContext;
}

async function evaluateTask(
  task: Task<TaskSample>,
  { source, opened, budget, flags, context }: EvaluationSetting,
): Promise<EvaluationRun> {
  const settings = {
    task,
    completer: opened.completer,
    model: flags.name ?? opened.completer.modelId,
    weightsDigest: opened.weightsDigest,
    datasetDigest: source.datasetDigest,
    maxTokens: flags.maxTokens ?? defaultMaxTokens(flags),
    temperature: flags.temperature,
    seed: flags.seed,
  };
  const { evaluationId } = planEvaluation(settings);
  const folder = resolve(flags.out ?? join(flags.lab, 'evaluations', evaluationId));
  const progress = context.progress(`evaluate ${settings.model} on ${task.name}`, source.total);
  let started = false;
  const log = await runEvaluation({
    ...settings,
    folder,
    budget,
    signal: context.signal,
    ...(flags.concurrency === undefined ? {} : { concurrency: flags.concurrency }),
    ...(flags.retryErrors === undefined ? {} : { retryErrors: flags.retryErrors }),
    onSample: (_sample, done) => {
      if (!started) progress.startAt(done - 1);
      started = true;
      progress.set(done);
    },
  });
  progress.set(log.metrics[0]?.n ?? source.total);
  progress.finish();
  warnAboutErrors(log, folder, context);
  return { log, folder, official: await officialScores(log, folder, flags.partial ?? false) };
}

function resultOf({ log, folder, official }: EvaluationRun) {
  const { evaluationId, model, task, metrics } = log;
  return {
    ...{ evaluationId, folder, model, task },
    ...answeredOf(log),
    metrics,
    ...(official === null ? {} : { official: official.overall, officialWithheld: official.withheld }),
  };
}

/** How many samples there are, and how many of them have an answer. */
function answeredOf({ metrics }: EvalLog): { asked: number; answered: number } {
  const { n: asked, errorRate } = metrics[0]!; // computeMetrics always puts "overall" first
  return { asked, answered: Math.round(asked * (1 - errorRate)) };
}

function limitsOf(flags: Flags): BudgetLimits {
  return {
    ...(flags.maxRequests === undefined ? {} : { requests: flags.maxRequests }),
    ...(flags.maxTokensTotal === undefined ? {} : { completionTokens: flags.maxTokensTotal }),
    ...(flags.budget === undefined ? {} : { tokens: flags.budget }),
  };
}

function defaultMaxTokens(flags: Flags): number {
  if (flags.style === 'letter') return DEFAULT_MAX_TOKENS.letter;
  return flags.model.startsWith('http') ? DEFAULT_MAX_TOKENS.chainServed : DEFAULT_MAX_TOKENS.chainLocal;
}

function warnAboutErrors(log: EvalLog, folder: string, context: VerbContext): void {
  const { asked, answered } = answeredOf(log);
  if (answered === asked) return;
  context.warn(
    `${asked - answered} of ${asked} samples have no answer; they count as wrong. See ${folder}/samples.jsonl, or --retry-errors.`,
  );
}
