/** parallax export: a data set in the format of a training engine or benchmark kit. */
import {
  countQuestions,
  ExportConfigSchema,
  exportDataset,
  exportFormatNames,
  openDataset,
} from '@parallax/dataset';
import { commaList, resolveConfig, type Verb } from '@parallax/lab/node';
import { wholeNumber } from '../captures/flags.ts';

const verb: Verb = {
  name: 'export',
  summary: 'Write a data set for LLaMA-Factory, ms-swift, verl, TRL, VLMEvalKit, MindCube or LAMM',
  configure: (command) => {
    command
      .argument('<dataset>', 'folder of the data set')
      .requiredOption('--format <format>', exportFormatNames.join(', '))
      .requiredOption(
        '--out <folder>',
        'folder of the export; the same command goes on after an interruption',
      )
      .option('--task <task>', 'sft, or rl (prompts with a checkable answer), where the format has both')
      .option('--split <split>', 'train, validation or test (default: all, a file each)')
      .option('--kinds <list>', 'question kinds, separated by commas')
      .option('--limit <n>', 'at most this many questions')
      .option('--style <style>', 'letter, chain or hybrid', 'letter')
      .option('--ratio <share>', 'share of letters in a hybrid', '0.9')
      .option('--seed <seed>', 'decides which questions of a hybrid are letters', '0')
      .option('--system <message>', 'style, actial, none, or a text of your own', 'style')
      .option(
        '--no-record',
        'leave our own records out: smaller, but it cannot be imported to the same data set',
      );
  },
  run: async ([folder = ''], options, context) => {
    const list = options['kinds'];
    const limit = options['limit'];
    const config = resolveConfig(
      'parallax export',
      {
        format: options['format'],
        task: options['task'],
        split: options['split'],
        kinds: list === undefined ? undefined : commaList(String(list)),
        limit: limit === undefined ? undefined : wholeNumber('--limit', limit, 1),
        style: options['style'],
        ratio: Number(options['ratio']),
        seed: options['seed'],
        system: options['system'],
        record: options['record'],
      },
      ExportConfigSchema,
    );
    const dataset = await openDataset(folder);
    const out = String(options['out']);
    const progress = context.progress(
      'questions',
      Math.min(config.limit ?? Infinity, countQuestions(dataset.manifest, config)),
    );
    const record = await exportDataset(dataset, {
      out,
      config,
      signal: context.signal,
      onRow: (taken) => progress.set(taken),
    });
    progress.finish();
    for (const [reason, count] of Object.entries(record.skipped)) {
      context.warn(`${count} questions left out: ${reason}.`);
    }
    const { task, rows, skipped, images, files, use } = record;
    return {
      result: { export: out, format: config.format, task, rows, skipped, images, files, use },
      text: [
        `${out}: ${rows} questions for ${config.format} (${task}), ${images.files} pictures beside them`,
        ...files.filter((file) => file.rows > 0).map((file) => `  ${file.path}: ${file.rows}`),
        ...use.map((line) => `  ${line}`),
      ].join('\n'),
    };
  },
};
export default verb;
