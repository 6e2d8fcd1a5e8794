/** Can a question about several pictures be answered from one of them? */
import { softmaxRegression } from '../../classifiers/softmax.ts';
import type { AuditProbe } from '../../probe.ts';
import { shortcutLine } from '../../shortcut.ts';

/** @param position 0: the first picture alone; 1: the second alone. */
export function singleImage(position: 0 | 1): AuditProbe {
  const ordinal = ['first', 'second'][position]!;
  return shortcutLine({
    name: `${ordinal}-image-alone`,
    from: `the ${ordinal} picture alone`,
    fit: softmaxRegression,
    maxExcess: 0.1,
    features: ({ pictures }) => (pictures.length < 2 ? null : (pictures[position]?.thumbnail ?? null)),
  });
}
