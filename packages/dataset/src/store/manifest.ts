/** The manifest: sums of the shards' sidecars and the digest that is the data set's id. */
import { DataInvalidError } from '@parallax/lab';
import { canonicalJson, sha256 } from '@parallax/lab/node';
import type { DatasetManifest } from '../schema.ts';
import type { Sidecar } from './shards/sidecar.ts';
import type { DatasetWriterOptions } from './writer.ts';

/**
 * @param sidecars in the order of their paths.
 * @param place what stands outside the digest.
 * @throws DataInvalidError `empty-dataset` when no shard holds a question, naming the commonest reasons.
 */
export function buildManifest(
  options: DatasetWriterOptions,
  sidecars: readonly Sidecar[],
  place: { readonly codeCommit: string; readonly imageRoot?: string },
): DatasetManifest {
  const discarded: Record<string, number> = {};
  const bySplitAndKind: Record<string, number> = {};
  const subjects = new Set<string>();
  const sums = { scenes: 0, views: 0, pairs: 0, questions: 0 };
  for (const sidecar of sidecars) {
    addInto(discarded, sidecar.discarded);
    addInto(bySplitAndKind, sidecar.bySplitAndKind);
    addInto(sums, sidecar.counts);
    for (const subject of sidecar.subjects) subjects.add(subject);
  }
  if (sums.questions === 0) {
    const reasons = Object.entries(discarded)
      .sort((a, b) => b[1] - a[1])
      .slice(0, 3)
      .map(([reason, count]) => `${reason} (${count})`);
    throw new DataInvalidError(
      'empty-dataset',
      `Data set "${options.name}" has no question${reasons.length > 0 ? `; discarded: ${reasons.join(', ')}` : ''}.`,
      { remedy: 'Check the inputs, or widen the recipe (more scenes or pairs, narrower dead bands).' },
    );
  }
  const content = {
    type: 'dataset' as const,
    schemaVersion: 1 as const,
    name: options.name,
    profile: options.profile,
    seed: options.seed,
    generatorVersion: options.generatorVersion,
    config: { ...options.config },
    imageSource: options.imageSource,
    splitRule: options.splitRule,
    derivedFrom: [...(options.derivedFrom ?? [])],
    shards: sidecars.map((sidecar) => sidecar.entry),
    counts: { ...sums, subjects: subjects.size, bySplitAndKind, discarded },
  };
  return { ...content, ...place, digest: sha256(canonicalJson(content)) };
}

/** How many questions a filter lets through, without reading any. */
export function countQuestions(
  { counts }: Pick<DatasetManifest, 'counts'>,
  { split, kinds }: { readonly split?: string | undefined; readonly kinds?: readonly string[] | undefined },
): number {
  return Object.entries(counts.bySplitAndKind)
    .filter(([key]) => split === undefined || key.startsWith(`${split}/`))
    .filter(([key]) => kinds === undefined || kinds.includes(key.slice(key.indexOf('/') + 1)))
    .reduce((sum, [, count]) => sum + count, 0);
}

function addInto(sums: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [key, count] of Object.entries(counts)) sums[key] = (sums[key] ?? 0) + count;
}
