/** Better, worse or not told apart from another model, by a paired test. The sign carries it, colour comes on top. */
import type { PairedTest } from '@parallax/eval-api/schema';
import { count, pValue, signed, words } from './format.ts';
import { Tip } from './tip.tsx';

interface TestedMarkProps {
  readonly test: PairedTest;
  /** Labels of the two models: `of` is the one whose gain is shown. */
  readonly of: string;
  readonly against: string;
}

const SIGNIFICANCE = 0.05;

export function TestedMark({ test, of, against }: TestedMarkProps) {
  const { kind, items, difference, interval, onlyA, onlyB, p, pAdjusted } = test;
  const clear = pAdjusted < SIGNIFICANCE;
  const tone = !clear ? 'same' : difference > 0 ? 'better' : 'worse';
  const points = (share: number): string => signed(share * 100, 1);
  const verdict = { better: 'better', worse: 'worse', same: 'not told apart' }[tone];
  const text =
    `${of} against ${against}, ${words(kind)}: ${verdict}. ` +
    `Difference ${points(difference)} points, 95 % interval ${points(interval[0])} to ${points(interval[1])}, ` +
    `on ${count(items)} shared items; right alone: ${count(onlyB)} and ${count(onlyA)}. ` +
    `McNemar p = ${pValue(p)}, corrected for the comparisons shown ${pValue(pAdjusted)}.`;
  return (
    <Tip className={`tested ${tone}`} words={text}>
      <span aria-hidden="true">{SIGNS[tone]}</span> {points(difference)}
    </Tip>
  );
}

const SIGNS = { better: '▲', worse: '▼', same: '≈' } as const;
