/** parallax import: real captures to a data set of questions; sets of other tools to data sets or samples. */
import { basename, dirname, join, resolve } from 'node:path';
import { commaList, resolveConfig, type Verb } from '@parallax/lab/node';
import { oneOf, parseVector, wholeNumber } from '../captures/flags.ts';
import { type ImportOutcome, importCaptures } from '../captures/import-captures.ts';
import { type ImportConfig, ImportConfigSchema, importFormats } from '../captures/import-config.ts';
import { countByCode } from '../captures/import-plan.ts';
import { importSet, isSetFormat, setFormats } from '../sets/import-set.ts';

const verb: Verb = {
  name: 'import',
  summary: 'Turn real captures (COLMAP, MVImgNet, CO3D, ScanNet, JSON) into a data set of questions',
  configure: (command) => {
    command
      .argument('<format>', `captures: ${importFormats.join(', ')}; sets: ${setFormats.join(', ')}`)
      .argument(
        '<folder>',
        'a set, or one capture, or a tree of captures such as class/instance or category/sequence',
      )
      .requiredOption('--out <dataset>', 'folder of the data set; a bare name is put into LAB/datasets')
      .option('--lab <folder>', 'lab folder', 'out/lab')
      .option('--profile <name>', 'decorrelated or viewpoint-100k', 'decorrelated')
      .option('--pairs-per-capture <n>', 'most view pairs of one capture', '20')
      .option('--kinds <list>', 'question kinds, separated by commas')
      .option('--image-size <px>', 'longer side of the pictures', '256')
      .option('--split <split>', 'auto, train, validation or test', 'auto')
      .option('--seed <n>', 'everything that is drawn depends on it', '0')
      .option('--as <what>', 'sets: auto (our own exports become data sets again) or samples', 'auto')
      .option('--media-root <folder>', 'sets: where picture paths start (default: beside the file)')
      .option('--up <x,y,z>', "up axis in the reconstruction's frame, for a single capture")
      .option('--centre <x,y,z>', "object centre in the reconstruction's frame, for a single capture");
  },
  run: async ([format, root = ''], options, context) => {
    const lab = String(options['lab']);
    const given = String(options['out']);
    const out = /[\\/]/.test(given) ? given : join(lab, 'datasets', given);
    if (isSetFormat(format)) return importSet(format, root, out, options, context);
    const config = configOf(format, options);
    let progress: ReturnType<typeof context.progress> | undefined;
    const outcome = await importCaptures({
      root,
      out,
      name: basename(resolve(out)),
      labFolder: labOf(out) ?? lab,
      config,
      signal: context.signal,
      onCapture: (done, total) => {
        progress ??= context.progress('captures', total);
        progress.set(done);
      },
    });
    progress?.finish();
    for (const warning of outcome.warnings) context.warn(warning);
    for (const { code, message } of outcome.skipped) context.warn(`skipped (${code}): ${message}`);
    const { captures, imported, skipped, manifest, warnings } = outcome;
    return {
      result: {
        dataset: out,
        captures,
        imported,
        skipped,
        questions: manifest.counts.questions,
        digest: manifest.digest,
        warnings,
      },
      text: summary(out, outcome),
    };
  },
};
export default verb;

function configOf(format: unknown, options: Readonly<Record<string, unknown>>): ImportConfig {
  const kinds = options['kinds'];
  return resolveConfig(
    'parallax import',
    {
      format: oneOf('FORMAT', format, importFormats),
      profile: oneOf('--profile', options['profile'], ['decorrelated', 'viewpoint-100k']),
      split: oneOf('--split', options['split'], ['auto', 'train', 'validation', 'test']),
      pairsPerCapture: wholeNumber('--pairs-per-capture', options['pairsPerCapture'], 1),
      imageSizePx: wholeNumber('--image-size', options['imageSize'], 16),
      seed: String(options['seed']),
      kinds: kinds === undefined ? undefined : commaList(String(kinds)),
      up: parseVector('--up', options['up'], { allowZero: false }),
      centre: parseVector('--centre', options['centre'], { allowZero: true }),
    },
    ImportConfigSchema,
  );
}

/** The lab folder of a data set that lies in LAB/datasets/NAME. */
function labOf(out: string): string | undefined {
  const parent = dirname(resolve(out));
  return basename(parent) === 'datasets' ? dirname(parent) : undefined;
}

function summary(out: string, { captures, imported, skipped, manifest }: ImportOutcome): string {
  const lines = [
    `${out}: ${manifest.counts.questions} questions from ${imported} of ${captures} captures`,
    ...Object.entries(manifest.counts.bySplitAndKind).map(([key, count]) => `  ${key}: ${count}`),
    ...countByCode(skipped).map(([code, count]) => `  skipped, ${code}: ${count}`),
    `  digest ${manifest.digest}`,
  ];
  return lines.join('\n');
}
