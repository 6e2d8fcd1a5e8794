/** parallax report: everything a lab folder holds as one self-contained page and a table. */
import { basename, join, resolve } from 'node:path';
import { metricsTable, writeReport } from '@parallax/eval';
import { resolveConfig, type Verb } from '@parallax/lab/node';
import { z } from 'zod';
import { chooseExamples } from '../reports/choose-examples.ts';
import { gatherLab } from '../reports/gather-lab.ts';

const FlagsSchema = z.strictObject({
  lab: z.string(),
  out: z.string().optional(),
  title: z.string().optional(),
  examples: z.coerce.number().int().nonnegative(),
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
      .option('--ascii', 'tables without characters beyond ASCII');
  },
  run: async (_args, options, context) => {
    const flags = resolveConfig('parallax report', options, FlagsSchema);
    const lab = resolve(flags.lab);
    const content = await gatherLab(lab);
    context.signal.throwIfAborted();
    const examples = await chooseExamples(content, { limit: flags.examples });
    const written = await writeReport(
      { title: flags.title ?? `Parallax: ${basename(lab)}`, ...content, examples },
      flags.out === undefined ? (reportId) => join(lab, 'reports', reportId) : resolve(flags.out),
    );
    const { reportId, evaluationIds, runIds } = written.report;
    const logs = content.evaluations.map(({ log }) => log);
    const table = logs.length === 0 ? '' : `${metricsTable(logs, { ascii: flags.ascii ?? false })}\n`;
    return {
      result: {
        reportId,
        folder: written.folder,
        html: written.html,
        evaluationIds,
        runIds,
        examples: examples.length,
      },
      text: `${table}${written.html}`,
    };
  },
};
export default verb;
