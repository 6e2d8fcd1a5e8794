/** parallax report: everything a lab folder holds as one self-contained page and a table. */
import { basename, join, resolve } from 'node:path';
import {
  answeredBlind,
  answeredBlindTable,
  compareGuard,
  controlResults,
  controlsTable,
  deltaTable,
  deltaText,
  formResults,
  formsTable,
  type GuardChoice,
  guardTable,
  isPlain,
  metricsTable,
  repeatedResults,
  repeatsTable,
  requirePublishedModel,
  writeReport,
} from '@parallax/eval';
import { ConfigError } from '@parallax/lab';
import { commaList, resolveConfig, type Verb } from '@parallax/lab/node';
import { z } from 'zod';
import { chooseExamples } from '../reports/choose-examples.ts';
import { gatherLab } from '../reports/gather-lab.ts';

const FlagsSchema = z.strictObject({
  lab: z.string(),
  out: z.string().optional(),
  title: z.string().optional(),
  examples: z.coerce.number().int().nonnegative(),
  target: z.string().optional(),
  guard: z.string().optional(),
  base: z.string().optional(),
  margin: z.coerce.number().nonnegative(),
  published: z.string().optional(),
  ascii: z.boolean().optional(),
  json: z.boolean().optional(),
});

const verb: Verb = {
  name: 'report',
  summary: 'Write report.html (self-contained) from all runs, audits and evaluations of a lab folder',
  configure: (command) => {
    command
      .option('--lab <folder>', 'lab folder', 'out/lab')
      .option('--out <folder>', 'folder of the report (default: LAB/reports/ID)')
      .option('--title <text>', 'heading of the page')
      .option('--examples <n>', 'at most this many example questions', '16')
      .option('--target <tasks>', 'tasks that training aimed at, separated by commas')
      .option('--guard <tasks>', 'tasks that must not suffer for it')
      .option('--base <model>', 'label of the model to compare with (default: the first that sees pictures)')
      .option('--margin <points>', 'largest loss on a guard task that counts as none', '2')
      .option('--published <list>', 'LABEL=NAME, ...: our model LABEL is NAME of the published tables')
      .option('--ascii', 'tables without characters beyond ASCII');
  },
  run: async (_args, options, context) => {
    const flags = resolveConfig('parallax report', options, FlagsSchema);
    const lab = resolve(flags.lab);
    const content = await gatherLab(lab);
    context.signal.throwIfAborted();
    const examples = await chooseExamples(content, { limit: flags.examples });
    const guard = guardChoice(flags);
    const publishedAs = publishedNames(flags.published);
    const forms = formResults(content.evaluations);
    const repeats = repeatedResults(content.evaluations);
    const controlled = controlResults(content.evaluations);
    const withoutPictures = answeredBlind(content.evaluations);
    const logs = content.evaluations.map(({ log }) => log).filter(isPlain);
    const guarded = guard === undefined ? [] : compareGuard(content.evaluations, guard);
    const delta = deltaTable(content.evaluations, publishedAs);
    const title = flags.title ?? `Parallax: ${basename(lab)}`;
    const written = await writeReport(
      { title, ...content, examples, publishedAs, ...(guard === undefined ? {} : { guard }) },
      flags.out === undefined ? (reportId) => join(lab, 'reports', reportId) : resolve(flags.out),
    );
    const { reportId, evaluationIds, runIds } = written.report;
    const ascii = flags.ascii ?? false;
    const tables = [
      logs.length === 0 ? null : metricsTable(logs, { ascii }),
      forms.length === 0 ? null : formsTable(forms, { ascii }),
      repeats.length === 0 ? null : repeatsTable(repeats, { ascii }),
      controlled.length === 0 ? null : controlsTable(controlled, { ascii }),
      withoutPictures.length === 0 ? null : answeredBlindTable(withoutPictures, { ascii }),
      guarded.length === 0 ? null : guardTable(guarded, { ascii }),
      delta.length === 0 ? null : deltaText(delta, { ascii }),
    ].filter((table) => table !== null);
    return {
      result: {
        reportId,
        folder: written.folder,
        html: written.html,
        evaluationIds,
        runIds,
        examples: examples.length,
        forms,
        repeats,
        controls: controlled.map(({ control, ...row }) => ({ control: control.name, ...row })),
        withoutPictures,
        contamination: content.contamination.map(({ train, test, report }) => ({ train, test, ...report })),
        guard: guarded,
        published: delta,
      },
      text: [...tables, written.html].join('\n\n'),
    };
  },
};
export default verb;

/** @throws ConfigError `guard-alone` when nothing is given whose gain the guard tasks should be held against. */
function guardChoice(flags: z.infer<typeof FlagsSchema>): GuardChoice | undefined {
  const [targets, guards] = [commaList(flags.target) ?? [], commaList(flags.guard) ?? []];
  if (targets.length + guards.length === 0) return undefined;
  if (targets.length === 0 || guards.length === 0) {
    throw new ConfigError('guard-alone', '--target and --guard belong together.', {
      remedy: 'Name the tasks that training aimed at with --target and those it must not harm with --guard.',
    });
  }
  return {
    targets,
    guards,
    margin: flags.margin / 100,
    ...(flags.base === undefined ? {} : { base: flags.base }),
  };
}

/** @throws ConfigError `not-a-pair`, `unknown-published-model` */
function publishedNames(text: string | undefined): Record<string, string> {
  const pairs = (commaList(text) ?? []).map((item) => {
    const at = item.lastIndexOf('=');
    if (at > 0) return [item.slice(0, at), requirePublishedModel(item.slice(at + 1))] as const;
    throw new ConfigError('not-a-pair', `--published has "${item}", which is no LABEL=NAME.`, {
      remedy: 'Write for example --published sft+grpo=Actial-7B.',
    });
  });
  return Object.fromEntries(pairs);
}
