/** The one table of verbs: name, file that default-exports the verb, one-line summary. */

/**
 * @typedef {object} VerbEntry
 * @property {string} file path from the repository root
 * @property {string} summary one line for the list of verbs
 * @property {true} [waits] its work is done by processes of its own: its own memory is kept small
 * @property {readonly ('tensorflow' | 'chromium')[]} [needs] parts of the set-up beyond Node and packages; default both
 */

/** @type {Readonly<Record<string, VerbEntry>>} */
export const verbs = {
  doctor: { file: 'infra/doctor/verb.ts', summary: 'Show what runs on what, and what is missing' },
  demo: { file: 'recipes/demo/src/verbs/demo.ts', summary: 'Generate, train, evaluate and report in one go' },
  generate: {
    file: 'apps/generator/src/verbs/generate.ts',
    summary: 'Render scenes or pair captures into a data set',
    waits: true,
    needs: ['chromium'],
  },
  import: {
    file: 'apps/generator/src/verbs/import.ts',
    summary: 'Read real captures (COLMAP, MVImgNet, CO3D, ScanNet, JSON)',
    needs: [],
  },
  relate: {
    file: 'apps/generator/src/verbs/relate.ts',
    summary: 'Print the relative motion of image pairs of a capture',
    needs: [],
  },
  chains: {
    file: 'apps/generator/src/verbs/chains.ts',
    summary: 'Write verified chains of thought into a data set of their own',
    needs: [],
  },
  audit: {
    file: 'apps/generator/src/verbs/audit.ts',
    summary: 'Check a data set for leaks and shortcuts',
    needs: [],
  },
  'contact-sheet': {
    file: 'apps/generator/src/verbs/contact-sheet.ts',
    summary: 'Draw many objects, scenes or rooms into one picture',
    needs: ['chromium'],
  },
  export: {
    file: 'apps/generator/src/verbs/export.ts',
    summary: 'Write a data set for LLaMA-Factory, ms-swift, verl, TRL, VLMEvalKit, ...',
    needs: [],
  },
  preview: {
    file: 'apps/generator/src/verbs/preview.ts',
    summary: 'Write a gallery of a data set into one HTML file',
    needs: [],
  },
  verify: {
    file: 'apps/trainer/src/verbs/verify.ts',
    summary: 'Hold the trainer against golden values of the reference, tensor by tensor',
    needs: ['tensorflow'],
  },
  train: { file: 'apps/trainer/src/verbs/train.ts', summary: 'Train a model: segmentation, sft or grpo' },
  'export-model': {
    file: 'apps/trainer/src/verbs/export-model.ts',
    summary: 'Write the model of a run as a Hugging Face folder: f32, f16 or bf16',
    needs: ['tensorflow'],
  },
  merge: {
    file: 'apps/trainer/src/verbs/merge.ts',
    summary: 'Merge a PEFT adapter into its base model',
    needs: ['tensorflow'],
  },
  'train-tokenizer': {
    file: 'apps/trainer/src/verbs/train-tokenizer.ts',
    summary: 'Train a small tokenizer on the texts of data sets',
    needs: [],
  },
  evaluate: {
    file: 'apps/eval-api/src/verbs/evaluate.ts',
    summary: 'Score a model on a task with intervals',
  },
  claims: {
    file: 'apps/eval-api/src/verbs/claims.ts',
    summary: "Check the claims of an evaluation's chains, form by form",
    needs: [],
  },
  score: {
    file: 'apps/eval-api/src/verbs/score.ts',
    summary: 'Score completions of a public benchmark by official and strict rules',
    needs: [],
  },
  contamination: {
    file: 'apps/eval-api/src/verbs/contamination.ts',
    summary: 'Find what of a benchmark stands in a training set',
    needs: [],
  },
  reward: {
    file: 'apps/eval-api/src/verbs/reward.ts',
    summary: 'Give completions their reward, part by part',
    needs: [],
  },
  report: {
    file: 'apps/eval-api/src/verbs/report.ts',
    summary: 'Write the table and the HTML report of evaluations',
    needs: [],
  },
  serve: { file: 'apps/eval-api/src/verbs/serve.ts', summary: 'Open the dashboard and the HTTP API' },
  db: {
    file: 'apps/eval-api/src/verbs/db.ts',
    summary: 'Rebuild or query the index of all records',
    needs: [],
  },
};

/**
 * Commands of the set-up itself: they are no verbs of an app.
 * @type {Readonly<Record<string, string>>}
 */
export const setupCommands = {
  setup: 'Set the machine up and stop; --device cuda or cpu chooses the TensorFlow',
  test: 'Run the tests (arguments go to vitest)',
  exec: 'Run any command with the pinned tools on the PATH: ./parallax exec pnpm turbo run typecheck',
};

/** Text of `./parallax` and `./parallax --help`. */
export function usage() {
  const entries = [
    ...Object.entries(verbs).map(([name, entry]) => [name, entry.summary]),
    ...Object.entries(setupCommands),
  ];
  const width = Math.max(...entries.map(([name]) => String(name).length));
  const lines = entries.map(([name, summary]) => `  ${String(name).padEnd(width)}  ${summary}`);
  return [
    'Usage: ./parallax VERB [options]',
    '',
    ...lines,
    '',
    './parallax VERB --help lists the options of a verb; --json prints one machine-readable object.',
  ].join('\n');
}
