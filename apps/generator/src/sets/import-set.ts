/** The import verb for sets of other tools: our own exports become data sets again, foreign ones samples. */
import {
  exportFormatNames,
  importSamples,
  type RestoredDataset,
  readRestorable,
  restoreExport,
  type SampleSet,
} from '@parallax/dataset';
import { ConfigError } from '@parallax/lab';
import type { VerbContext, VerbResult } from '@parallax/lab/node';
import { oneOf } from '../captures/flags.ts';

export const setFormats = exportFormatNames;

export function isSetFormat(format: unknown): format is (typeof setFormats)[number] {
  return setFormats.some((name) => name === format);
}

/**
 * @param from file or folder
 * @throws ConfigError `other-format` when the folder is an export of ours in another format.
 */
export async function importSet(
  format: (typeof setFormats)[number],
  from: string,
  out: string,
  options: Readonly<Record<string, unknown>>,
  context: VerbContext,
): Promise<VerbResult> {
  const as = oneOf('--as', options['as'], ['auto', 'samples']);
  const own = as === 'auto' ? await readRestorable(from) : null;
  const shared = { from, out, signal: context.signal };
  if (own === null) {
    const mediaRoot = options['mediaRoot'];
    const set = await importSamples({
      ...shared,
      format,
      ...(mediaRoot === undefined ? {} : { mediaRoot: String(mediaRoot) }),
    });
    for (const [code, { rows, first }] of Object.entries(set.skipped)) {
      context.warn(`${rows} rows left out (${code}), first: ${first}`);
    }
    return sampleResult(out, set);
  }
  if (own.config.format !== format) {
    throw new ConfigError('other-format', `${from} is an export for ${own.config.format}, not ${format}.`, {
      remedy: `parallax import ${own.config.format} ${from} ...`,
    });
  }
  const restored = await restoreExport(own, shared);
  if (!restored.restored) {
    context.warn(
      'This is a part of the exported data set, or one that it does not hold whole: its digest is new.',
    );
  }
  return datasetResult(out, restored);
}

function datasetResult(out: string, { manifest, original, restored }: RestoredDataset): VerbResult {
  const { counts, digest } = manifest;
  return {
    result: { dataset: out, questions: counts.questions, digest, original, restored },
    text: `${out}: ${counts.questions} questions\n  digest ${digest}${restored ? ', as it was exported' : `\n  exported from ${original}`}`,
  };
}

function sampleResult(out: string, { samples, skipped, digest }: SampleSet): VerbResult {
  return {
    result: { samples: out, count: samples, skipped, digest },
    text: `${out}: ${samples} samples\n  digest ${digest}`,
  };
}
