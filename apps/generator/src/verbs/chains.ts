/** parallax chains: data set -> data set whose every chain verifies, written from geometry or by a teacher. */
import { basename, join } from 'node:path';
import { Budget, type ChainWriter, deriveChains, kindOf, openDataset } from '@parallax/dataset';
import { type Split, SplitSchema } from '@parallax/dataset/schema';
import { ConfigError } from '@parallax/lab';
import { commaList, type Verb, type VerbContext, type VerbResult } from '@parallax/lab/node';
import { acceptTable } from '../chains/accept-table.ts';
import { servedTeacher } from '../chains/teacher.ts';
import { indexDatasetFolder } from '../lab-index/index-dataset-folder.ts';

interface Options {
  readonly out: string;
  readonly lab: string;
  readonly writer: string;
  readonly wording: string;
  readonly perKind?: string;
  readonly kinds?: string;
  readonly split: string;
  readonly seed: string;
  readonly endpoint?: string;
  readonly model?: string;
  readonly keyEnv: string;
  readonly concurrency: string;
  readonly maxRequests?: string;
  readonly maxTokens?: string;
  readonly replyTokens: string;
  readonly temperature: string;
  readonly timeout: string;
  readonly retries: string;
  readonly finish?: boolean;
}

const verb: Verb = {
  name: 'chains',
  summary: 'write chains of thought, keep those whose every claim verifies, as a new data set',
  configure: (command) => {
    command
      .argument('<dataset>', 'folder of the data set')
      .requiredOption('--out <folder>', 'folder of the new data set; a bare name is put into LAB/datasets')
      .option('--lab <folder>', 'lab folder', './out/lab')
      .option('--writer <name>', 'geometry, or teacher: a model behind --endpoint', 'geometry')
      .option('--wording <name>', 'of the geometry writer: varied or compact', 'varied')
      .option('--per-kind <n>', 'questions of each kind (default: all)')
      .option('--kinds <list>', 'only these kinds, with commas between')
      .option('--split <name>', 'train, validation, test or all', 'train')
      .option('--seed <seed>', 'draws the questions, and the replies where the server honours seeds', '1')
      .option('--endpoint <url>', 'chat-completions server, with or without /v1')
      .option('--model <name>', 'as the server names it')
      .option('--key-env <name>', 'environment variable that holds the API key', 'PARALLAX_TEACHER_KEY')
      .option('--concurrency <n>', 'requests under way at once', '8')
      .option('--max-requests <n>', 'budget: HTTP requests over all runs into this folder, retries included')
      .option('--max-tokens <n>', 'budget: prompt and completion tokens over all runs into this folder')
      .option('--reply-tokens <n>', 'longest reply', '1024')
      .option('--temperature <t>', 'of the teacher', '0.7')
      .option('--timeout <seconds>', 'of one request', '120')
      .option('--retries <n>', 'after a time-out, 429 or 5xx, with growing pauses', '4')
      .option('--finish', 'when the budget is spent, write what is accepted so far');
  },
  // commander types options loosely; `configure` above declares exactly these.
  run: async ([folder = ''], options, context) => chains(folder, options as unknown as Options, context),
};
export default verb;

async function chains(source: string, options: Options, context: VerbContext): Promise<VerbResult> {
  const budget = new Budget({
    ...(options.maxRequests === undefined
      ? {}
      : { maxRequests: whole('--max-requests', options.maxRequests) }),
    ...(options.maxTokens === undefined ? {} : { maxTokens: whole('--max-tokens', options.maxTokens) }),
  });
  const writer = writerOf(options, budget);
  const kinds = commaList(options.kinds);
  for (const kind of kinds ?? []) kindOf(kind);
  const split = splitOf(options.split);
  const perKind = options.perKind === undefined ? undefined : whole('--per-kind', options.perKind);
  const dataset = await openDataset(source);
  const folder = /[\\/]/.test(options.out) ? options.out : join(options.lab, 'datasets', options.out);
  let progress: ReturnType<VerbContext['progress']> | undefined;
  const derived = await deriveChains(dataset, {
    folder,
    name: basename(folder),
    writer,
    seed: options.seed,
    ...(perKind === undefined ? {} : { perKind }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(split === undefined ? {} : { split }),
    signal: context.signal,
    onChosen: (count) => {
      context.log(`chains: ${count} questions of ${dataset.manifest.name} into ${folder}`);
      progress = context.progress('chains', count);
    },
    onQuestion: () => progress?.advance(),
  }).finally(() => progress?.finish());
  await indexDatasetFolder(folder, context.warn);
  const { manifest, byKind, byReason, rejections } = derived;
  if (writer.type === 'geometry' && Object.keys(byReason).length > 0)
    context.warn(
      'chains written from geometry were rejected by its own verifier: their questions are missing, and labels may be uneven ' +
        `without them. It is a fault of this program, not of your data; ${rejections} names them.`,
    );
  const spent = { requests: budget.requests, tokens: budget.tokens };
  const { questions } = manifest.counts;
  return {
    result: { dataset: folder, digest: manifest.digest, questions, byKind, byReason, rejections, spent },
    text: [
      acceptTable(derived),
      `data set   ${folder} (${questions} questions, ${manifest.digest.slice(0, 12)})`,
      `rejected   ${rejections}`,
      ...(writer.type === 'teacher' ? [`spent      ${spent.requests} requests, ${spent.tokens} tokens`] : []),
    ].join('\n'),
  };
}

function writerOf(options: Options, budget: Budget): ChainWriter {
  const { writer, wording, endpoint, model } = options;
  if (writer === 'geometry') {
    if (wording === 'varied' || wording === 'compact') return { type: 'geometry', wording };
    throw wrong('--wording', wording, 'varied or compact');
  }
  if (writer !== 'teacher') throw wrong('--writer', writer, 'geometry or teacher');
  if (endpoint === undefined || model === undefined) {
    throw new ConfigError('no-teacher', '--writer teacher needs --endpoint and --model.', {
      remedy: 'For example --endpoint http://127.0.0.1:8000/v1 --model NAME.',
    });
  }
  const temperature = Number(options.temperature);
  if (!(temperature >= 0 && temperature <= 2))
    throw wrong('--temperature', options.temperature, 'from 0 to 2');
  const teacher = servedTeacher({
    endpoint,
    model,
    keyVariable: options.keyEnv,
    budget,
    timeoutMs: 1000 * whole('--timeout', options.timeout),
    retries: whole('--retries', options.retries, 0),
  });
  const maxTokens = whole('--reply-tokens', options.replyTokens);
  // A server's seed is a number; the recipe's may be any text.
  const seed = Number.isSafeInteger(Number(options.seed)) ? Number(options.seed) : 0;
  return {
    type: 'teacher',
    teacher,
    budget,
    sampling: { maxTokens, temperature, seed },
    concurrency: whole('--concurrency', options.concurrency),
    finish: options.finish === true,
  };
}

function splitOf(text: string): Split | undefined {
  if (text === 'all') return undefined;
  const parsed = SplitSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw wrong('--split', text, 'train, validation, test or all');
}

function whole(flag: string, text: string, least = 1): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw wrong(flag, text, `a whole number from ${least}`);
}

function wrong(flag: string, text: string, right: string): ConfigError {
  return new ConfigError('bad-flag', `${flag} ${text} is not ${right}.`, {
    remedy: `Give ${flag} ${right}.`,
  });
}
