/** parallax reward: completions -> rewards with their parts, by the functions that RL uses. */
import { resolve } from 'node:path';
import { LONGEST_COMPLETION, readJsonLines } from '@parallax/eval';
import { ConfigError, DataFormatError } from '@parallax/lab';
import { resolveConfig, type Verb, type VerbContext, writeJson } from '@parallax/lab/node';
import { findMixture, type Mixture, mixtures } from '@parallax/rewards';
import { z } from 'zod';

const FlagsSchema = z.strictObject({
  mixture: z.string(),
  in: z.string().optional(),
  out: z.string().optional(),
  json: z.boolean().optional(),
});

/** What the reward reads of a question stands in `question`, or beside the completion. */
const RowSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  completion: z.string(),
  question: z.record(z.string(), z.unknown()).optional(),
  /** Of the completion, by the policy's tokenizer. */
  tokens: z.int().nonnegative().optional(),
  /** Completions of the same prompt have the same; those without are alone. */
  group: z.union([z.string(), z.number()]).optional(),
});
type ReadRow = z.infer<typeof RowSchema> & { readonly line: number; readonly tooLong: boolean };

/** Ids that a warning lists. */
const LISTED = 10;

const verb: Verb = {
  name: 'reward',
  summary: 'Give completions their reward, part by part, with reasons',
  configure: (command) => {
    command
      .requiredOption('--mixture <name>', 'a reward by name; list names them all and what each reads')
      .option(
        '--in <file>',
        'JSON lines of {"completion", "answer", "answerType", "options"} or {"completion", "question"}',
      )
      .option('--out <file>', 'write the result there as well');
  },
  run: async (_args, options, context) => {
    const flags = resolveConfig('parallax reward', options, FlagsSchema);
    if (flags.mixture === 'list') return listOfMixtures();
    const mixture = findMixture(flags.mixture);
    if (flags.in === undefined) {
      throw new ConfigError('no-input', 'parallax reward needs --in FILE.jsonl.', {
        remedy: 'Or --mixture list.',
      });
    }
    const path = resolve(flags.in);
    const { items, tooLong } = await rewardsOf(path, mixture, context);
    if (items.length === 0) {
      throw new DataFormatError('no-completions', `${path} holds no completion.`, {
        remedy: `The reward "${mixture.name}" reads ${mixture.reads}, beside "completion".`,
      });
    }
    if (tooLong.length > 0) {
      const named = tooLong.slice(0, LISTED).join(', ');
      context.warn(`${tooLong.length} completions are too long to be read, counted as empty: ${named}.`);
    }
    const mean = items.reduce((sum, { reward }) => sum + reward, 0) / items.length;
    const result = { mixture: mixture.name, n: items.length, mean, tooLong, items };
    if (flags.out !== undefined) await writeJson(resolve(flags.out), result);
    const lines = items.map(
      ({ id, reward, parts }) =>
        `${id}  ${reward.toFixed(4)}  ${parts.map((p) => `${p.weight.toFixed(2)} ${p.name} ${p.value} (${p.reason})`).join('; ')}`,
    );
    return {
      result,
      text: [...lines, `${items.length} completions, mean reward ${mean.toFixed(4)}`].join('\n'),
    };
  },
};
export default verb;

function listOfMixtures() {
  const known = Object.values(mixtures).map(({ name, description, reads, ofGroups, parts }) => ({
    ...{ name, description, reads, ofGroups },
    parts: parts.map(({ name: part, weight }) => ({ name: part, weight })),
  }));
  return {
    result: { mixtures: known },
    text: known.map((m) => `${m.name}: ${m.description}\n  reads ${m.reads}`).join('\n'),
  };
}

/** Reads the file once, or twice for a reward that compares the completions of a group. */
async function rewardsOf(path: string, mixture: Mixture, { signal }: VerbContext) {
  const tooLong: (string | number)[] = [];
  const groups = new Map<string, string[]>();
  if (mixture.ofGroups) {
    for await (const { group, completion } of rowsOf(path, signal)) {
      if (group === undefined) continue;
      const others = groups.get(String(group));
      if (others === undefined) groups.set(String(group), [completion]);
      else others.push(completion);
    }
  }
  const items = [];
  for await (const row of rowsOf(path, signal)) {
    const { id, completion, question, tokens = null, group, line } = row;
    const judge = mixture.judge(question ?? row, `${path}:${line}`);
    const {
      value: reward,
      parts,
      parsed,
    } = judge(completion, {
      tokens,
      group: groups.get(String(group)) ?? [completion],
    });
    if (row.tooLong) tooLong.push(id ?? line);
    items.push({ id: id ?? line, reward, parts, parsed });
  }
  return { items, tooLong };
}

async function* rowsOf(path: string, signal: AbortSignal): AsyncGenerator<ReadRow> {
  for await (const { value, line } of readJsonLines(path, LONGEST_COMPLETION + 1)) {
    signal.throwIfAborted();
    const row = RowSchema.safeParse(value);
    if (row.success) {
      const tooLong = row.data.completion.length > LONGEST_COMPLETION;
      yield { ...row.data, ...(tooLong ? { completion: '' } : {}), tooLong, line };
      continue;
    }
    const issue = row.error.issues[0];
    throw new DataFormatError(
      'wrong-shape',
      `${path}:${line}: key ${issue?.path.join('.') || '(root)'}: ${issue?.message}.`,
      { remedy: 'A line is {"completion", "answer", ...} or {"completion", "question": {...}}.' },
    );
  }
}
