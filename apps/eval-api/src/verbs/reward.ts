/** parallax reward: completions -> rewards with their parts, by the functions that RL uses. */
import { resolve } from 'node:path';
import { type Question, QuestionSchema } from '@parallax/dataset/schema';
import { readJsonLines } from '@parallax/eval';
import { ConfigError, DataFormatError } from '@parallax/lab';
import { nearestName, resolveConfig, type Verb, writeJson } from '@parallax/lab/node';
import { mixtures, scoreMixture } from '@parallax/rewards';
import { z } from 'zod';

const FlagsSchema = z.strictObject({
  mixture: z.string(),
  in: z.string().optional(),
  out: z.string().optional(),
  json: z.boolean().optional(),
});

/** A row brings its whole question, or only what rewards without geometry read of one. */
const RowSchema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  completion: z.string(),
  question: QuestionSchema.optional(),
  answer: z.string().default(''),
  answerType: z.enum(['choice', 'number']).default('choice'),
  options: z.array(z.string()).default([]),
  unit: z.string().nullable().default(null),
});
type Row = z.infer<typeof RowSchema>;

const verb: Verb = {
  name: 'reward',
  summary: 'Give completions their reward, part by part, with reasons',
  configure: (command) => {
    command
      .requiredOption('--mixture <name>', 'a reward by name; list names them all')
      .option(
        '--in <file>',
        'JSON lines of {"completion", "answer", "answerType", "options"} or {"completion", "question"}',
      )
      .option('--out <file>', 'write the result there as well');
  },
  run: async (_args, options, context) => {
    const flags = resolveConfig('parallax reward', options, FlagsSchema);
    const known = Object.values(mixtures).map(({ name, description }) => ({ name, description }));
    if (flags.mixture === 'list') {
      return {
        result: { mixtures: known },
        text: known.map((m) => `${m.name}: ${m.description}`).join('\n'),
      };
    }
    if (!Object.hasOwn(mixtures, flags.mixture)) {
      const names = Object.keys(mixtures);
      const nearest = nearestName(flags.mixture, names);
      throw new ConfigError('unknown-mixture', `There is no reward "${flags.mixture}".`, {
        remedy: `${nearest === undefined ? '' : `Did you mean "${nearest}"? `}Use one of: ${names.join(', ')}.`,
      });
    }
    if (flags.in === undefined) {
      throw new ConfigError('no-input', 'parallax reward needs --in FILE.jsonl.', {
        remedy: 'Or --mixture list.',
      });
    }
    const path = resolve(flags.in);
    const items = [];
    for await (const { value, line } of readJsonLines(path)) {
      context.signal.throwIfAborted();
      const row = readRow(`${path}:${line}`, value);
      const score = scoreMixture(
        flags.mixture,
        questionOf(row, flags.mixture, `${path}:${line}`),
        row.completion,
      );
      items.push({ id: row.id ?? line, reward: score.value, parts: score.parts, parsed: score.parsed });
    }
    const mean = items.length === 0 ? 0 : items.reduce((sum, { reward }) => sum + reward, 0) / items.length;
    const result = { mixture: flags.mixture, n: items.length, mean, items };
    if (flags.out !== undefined) await writeJson(resolve(flags.out), result);
    const lines = items.map(
      ({ id, reward, parts }) =>
        `${id}  ${reward.toFixed(4)}  ${parts.map((p) => `${p.weight} ${p.name} ${p.value} (${p.reason})`).join('; ')}`,
    );
    return {
      result,
      text: [...lines, `${items.length} completions, mean reward ${mean.toFixed(4)}`].join('\n'),
    };
  },
};
export default verb;

function readRow(where: string, value: unknown): Row {
  const row = RowSchema.safeParse(value);
  if (row.success) return row.data;
  const issue = row.error.issues[0];
  throw new DataFormatError(
    'wrong-shape',
    `${where}: key ${issue?.path.join('.') || '(root)'}: ${issue?.message}.`,
    {
      remedy:
        'A line is {"completion", "answer", "answerType": "choice" | "number", "options"} or {"completion", "question"}.',
    },
  );
}

function questionOf(row: Row, mixture: string, where: string): Question {
  if (row.question !== undefined) return row.question;
  if (mixtures[mixture]?.needsGeometry === true) {
    throw new DataFormatError(
      'wrong-shape',
      `${where}: key question: missing; "${mixture}" checks claims against its geometry.`,
      {
        remedy: 'Give the whole question record of the data set in the key "question".',
      },
    );
  }
  const { answer, answerType, options, unit } = row;
  // Rewards that do not declare needsGeometry read these fields only.
  return { answer, answerType, options, geometry: { unit } } as unknown as Question;
}
