/** Does the place of a row, or the order of its pictures' names, give the answer away? */
import { gaussian } from '../../classifiers/gaussian.ts';
import type { AuditProbe } from '../../probe.ts';
import { shortcutLine } from '../../shortcut.ts';

/** Remainders by small numbers show answers that take turns. */
const PERIODS = [2, 3, 4, 5, 7];

export function rowOrder(): AuditProbe {
  return shortcutLine({
    name: 'row-order',
    from: 'the order of rows and view names',
    fit: gaussian(1e-3),
    maxExcess: 0.1,
    features: ({ question, row }) => [
      ...PERIODS.map((period) => row % period),
      Math.sign((question.viewIds[0] ?? '').localeCompare(question.viewIds.at(-1) ?? '', 'en')),
    ],
  });
}
