/** parallax db rebuild | status | check: the index of all records. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { nearestName, resolveConfig, type Verb, type VerbContext, type VerbResult } from '@parallax/lab/node';
import {
  checkDatabase,
  databasePath,
  type IndexProblem,
  openStore,
  rebuildDatabase,
  tableCounts,
} from '@parallax/store';
import { z } from 'zod';
import { indexProgress } from '../live/index-progress.ts';

const FlagsSchema = z.strictObject({ lab: z.string(), json: z.boolean().optional() });

const ACTIONS = { rebuild, status, check };

const verb: Verb = {
  name: 'db',
  summary: 'Rebuild, show or check the index of all records (LAB/parallax.db)',
  configure: (command) => {
    command
      .argument(
        '<action>',
        'rebuild: make it again from the files; status: rows per table; check: compare both',
      )
      .option('--lab <folder>', 'lab folder', 'out/lab');
  },
  run: async ([action = ''], options, context) => {
    const flags = resolveConfig('db', options, FlagsSchema);
    if (!(action in ACTIONS)) {
      const nearest = nearestName(action, Object.keys(ACTIONS));
      throw new ConfigError('unknown-action', `db has no action "${action}".`, {
        remedy: nearest === undefined ? 'Actions: rebuild, status, check.' : `Did you mean "db ${nearest}"?`,
      });
    }
    // Known by the check above.
    return ACTIONS[action as keyof typeof ACTIONS](resolve(flags.lab), context);
  },
};
export default verb;

async function rebuild(lab: string, context: VerbContext): Promise<VerbResult> {
  const { records, problems } = await rebuildDatabase(lab, indexProgress(context));
  tellProblems(problems, context);
  return {
    result: { database: databasePath(lab), records, problems },
    text: `${databasePath(lab)}: ${records} records from files${failures(problems)}.`,
    exitCode: problems.length === 0 ? 0 : 1,
  };
}

async function status(lab: string): Promise<VerbResult> {
  const path = databasePath(lab);
  const info = await stat(path).catch(() => null);
  if (info === null) {
    throw new ConfigError('database-missing', `${path} does not exist.`, {
      remedy: `Make it from the files: \`parallax db rebuild --lab ${lab}\`.`,
    });
  }
  const store = await openStore({ lab });
  try {
    const tables = await tableCounts(store);
    const width = Math.max(...tables.map(({ table }) => table.length));
    const lines = tables.map(({ table, rows }) => `${table.padEnd(width)}  ${String(rows).padStart(9)}`);
    return {
      result: {
        database: path,
        bytes: info.size,
        tables: Object.fromEntries(tables.map((t) => [t.table, t.rows])),
      },
      text: lines.join('\n'),
    };
  } finally {
    await store.close();
  }
}

async function check(lab: string, context: VerbContext): Promise<VerbResult> {
  const found = await checkDatabase(lab, indexProgress(context));
  tellProblems(found.problems, context);
  const different = found.tables.filter(({ missing, stale }) => missing > 0 || stale > 0);
  const lines = different.map(
    ({ table, missing, stale }) => `${table}: ${missing} rows missing, ${stale} rows without a file`,
  );
  const good = found.equal && found.problems.length === 0;
  const verdict = found.equal
    ? `The database equals the files${failures(found.problems)}.`
    : `${lines.join('\n')}\nRun \`parallax db rebuild --lab ${lab}\`.`;
  return { result: { database: databasePath(lab), ...found }, text: verdict, exitCode: good ? 0 : 1 };
}

function tellProblems(problems: readonly IndexProblem[], context: VerbContext): void {
  for (const { record, message, remedy } of problems) {
    context.warn(`${record}: ${message}${remedy === undefined ? '' : ` ${remedy}`}`);
  }
}

function failures(problems: readonly IndexProblem[]): string {
  return problems.length === 0 ? '' : `; ${problems.length} could not be read`;
}
