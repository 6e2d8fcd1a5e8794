/** parallax audit: is a data set balanced, free of leaks, and true to its own geometry? */
import { join } from 'node:path';
import { auditDataset, auditToText, openDataset } from '@parallax/dataset';
import { type Verb, writeJson } from '@parallax/lab/node';

/** Lines that compare the set with its own geometry: what fails here is wrong, not just unbalanced. */
const DERIVED = new Set(['recompute', 'chains']);

const verb: Verb = {
  name: 'audit',
  summary: 'Audit a data set: balance, shortcuts, leaks, labels derived again',
  configure: (command) => {
    command
      .argument('<dataset>', 'folder of the data set')
      .option('--strict', 'exit with 1 when a line fails')
      .option('--recompute', 'derive every answer again instead of a sample; exit with 1 when one disagrees')
      .option('--no-pictures', 'open no picture: lines that look at pictures are skipped');
  },
  run: async ([folder = ''], options, context) => {
    const dataset = await openDataset(folder);
    const audit = await auditDataset(dataset, {
      recompute: options['recompute'] === true,
      pictures: options['pictures'] !== false,
      signal: context.signal,
    });
    const path = join(folder, 'audit.json');
    await writeJson(path, audit);
    for (const line of audit.lines) {
      if (line.verdict === 'fail') context.warn(`audit line ${line.name} fails: ${line.finding}.`);
    }
    const wrong = audit.lines.some((line) => DERIVED.has(line.name) && line.verdict === 'fail');
    const { name, digest, counts } = dataset.manifest;
    const head = `${name}: ${counts.questions} questions, ${counts.pairs} pairs, ${counts.subjects} subjects (${digest.slice(0, 12)})`;
    return {
      result: { dataset: folder, digest, audit: path, passed: audit.passed, lines: audit.lines },
      text: `${head}\n${auditToText(audit)}\nStored in ${path}.`,
      exitCode:
        (options['strict'] === true && !audit.passed) || (options['recompute'] === true && wrong) ? 1 : 0,
    };
  },
};

export default verb;
