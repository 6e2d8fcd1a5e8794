/** Does the order in which the options stand give the right letter away? */
import { softmaxRegression } from '../../classifiers/softmax.ts';
import type { AuditProbe } from '../../probe.ts';
import { shortcutLine } from '../../shortcut.ts';

export function optionOrder(): AuditProbe {
  return shortcutLine({
    name: 'option-order',
    from: 'the order of the options',
    fit: softmaxRegression,
    maxExcess: 0.1,
    label: (question) => question.answer,
    features: ({ question: { options } }) => {
      const sorted = [...options].sort();
      // For each option in the order of the alphabet: at which letter does it stand?
      return sorted.flatMap((option) => options.map((other) => (other === option ? 1 : 0)));
    },
  });
}
