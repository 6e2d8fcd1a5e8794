/** Two logs of one task on the items both have: difference with a paired interval, exact test, correction over kinds. */
import type { EvalSample } from '../../schema.ts';
import type { Interval } from '../../statistics/intervals/wilson.ts';
import { benjaminiHochbergAdjust, holmAdjust } from '../../statistics/paired/adjust.ts';
import { mcnemar } from '../../statistics/paired/mcnemar.ts';
import {
  type PairedBootstrapOptions,
  type PairedItem,
  pairedBootstrap,
} from '../../statistics/paired/paired-bootstrap.ts';

export interface Comparison {
  /** "overall" or a question kind. */
  readonly kind: string;
  readonly items: number;
  /** accuracy(b) - accuracy(a). */
  readonly difference: number;
  readonly interval: Interval;
  /** Items that only one of the two gets right (a score of at least one half). */
  readonly onlyA: number;
  readonly onlyB: number;
  /** McNemar, exact, two-sided. */
  readonly p: number;
  /** Corrected over the kinds by Holm; equal to `p` for "overall". */
  readonly pAdjusted: number;
  /** Corrected over the kinds by Benjamini and Hochberg: the share of false findings to expect; equal to `p` for "overall". */
  readonly q: number;
}

/** One item that both models were asked. */
export interface ComparedItem extends PairedItem {
  readonly kind: string;
}

/** "overall" first, then the shared kinds in alphabetical order; empty without shared items. */
export function compareLogs(a: readonly EvalSample[], b: readonly EvalSample[]): Comparison[] {
  const byId = new Map(a.map((sample) => [sample.sampleId, sample]));
  const pairs = b.flatMap((sample) => {
    const other = byId.get(sample.sampleId);
    if (other === undefined) return [];
    const { kind, groupId } = sample;
    return [{ kind, groupId, a: other.score?.value ?? 0, b: sample.score?.value ?? 0 }];
  });
  return compareItems(pairs);
}

/** As `compareLogs`, of items that are joined already. */
export function compareItems(
  pairs: readonly ComparedItem[],
  options: PairedBootstrapOptions = {},
): Comparison[] {
  if (pairs.length === 0) return [];
  const kinds = [...new Set(pairs.map((pair) => pair.kind))].sort();
  const compared = ['overall', ...kinds].map((kind) => {
    const items = kind === 'overall' ? pairs : pairs.filter((pair) => pair.kind === kind);
    const { difference, interval } = pairedBootstrap(items, options);
    const onlyA = items.filter((item) => isRight(item.a) && !isRight(item.b)).length;
    const onlyB = items.filter((item) => isRight(item.b) && !isRight(item.a)).length;
    return { kind, items: items.length, difference, interval, onlyA, onlyB, p: mcnemar(onlyA, onlyB) };
  });
  const ofKinds = compared.slice(1).map((row) => row.p);
  const adjusted = holmAdjust(ofKinds);
  const discovery = benjaminiHochbergAdjust(ofKinds);
  return compared.map((row, i) => ({
    ...row,
    pAdjusted: i === 0 ? row.p : adjusted[i - 1]!,
    q: i === 0 ? row.p : discovery[i - 1]!,
  }));
}

/** Right or wrong, as the exact test needs it: a graded score counts as right from one half on. */
export function isRight(score: number): boolean {
  return score >= 0.5;
}
