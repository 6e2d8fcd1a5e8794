/** On which rows two scorers differ, and what each of them read there. */
import type { ScoredRow, ScorerReport } from '../benchmark.ts';

export interface ScorerView {
  readonly extracted: unknown;
  /** `hit` or `score`; null where the scorer left the row out or gives none. */
  readonly value: number | null;
  readonly reason: string | null;
}

export interface ScorerDifference {
  readonly id: string | number;
  /** verdict: they earn different points; reading: the same points for different readings. */
  readonly kind: 'verdict' | 'reading' | 'one-side-only';
  readonly a: ScorerView | null;
  readonly b: ScorerView | null;
  readonly prediction: string;
}

const EXCERPT = 200;

/** In the order of scorer `a`, then the rows that only `b` has. Same row and same reading: left out. */
export function compareScorers(
  a: ScorerReport,
  b: ScorerReport,
  predictions: ReadonlyMap<string, string>,
): ScorerDifference[] {
  const others = new Map(b.items.map((item) => [String(item.id), item]));
  const mine = new Set(a.items.map(({ id }) => String(id)));
  const pairs = [
    ...a.items.map((item) => [item, others.get(String(item.id))] as const),
    ...b.items.filter(({ id }) => !mine.has(String(id))).map((item) => [undefined, item] as const),
  ];
  return pairs.flatMap(([left, right]): ScorerDifference[] => {
    const id = (left ?? right)!.id;
    const difference = {
      id,
      a: viewOf(left),
      b: viewOf(right),
      prediction: excerpt(predictions.get(String(id)) ?? ''),
    };
    if (difference.a === null || difference.b === null) return [{ ...difference, kind: 'one-side-only' }];
    if (difference.a.value !== difference.b.value) return [{ ...difference, kind: 'verdict' }];
    return sameReading(difference.a.extracted, difference.b.extracted)
      ? []
      : [{ ...difference, kind: 'reading' }];
  });
}

/** A scorer that does not tell what it read differs from none; "" and null both mean nothing was read. */
function sameReading(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return true;
  return JSON.stringify(a === '' ? null : a) === JSON.stringify(b === '' ? null : b);
}

function viewOf(item: ScoredRow | undefined): ScorerView | null {
  if (item === undefined) return null;
  const { row_hit: rowHit } = item;
  const value = item.hit ?? item.score ?? (typeof rowHit === 'number' ? rowHit : null);
  const rule = typeof item['rule'] === 'string' ? item['rule'] : null;
  return { extracted: item.extracted, value, reason: item.reason ?? rule };
}

function excerpt(text: string): string {
  return text.length <= EXCERPT ? text : `${text.slice(0, EXCERPT)}... (${text.length} characters)`;
}
