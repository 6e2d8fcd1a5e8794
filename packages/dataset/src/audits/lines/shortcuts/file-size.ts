/** Does the size of the encoded pictures give the answer away? */
import { gaussian } from '../../classifiers/gaussian.ts';
import type { AuditProbe } from '../../probe.ts';
import { shortcutLine } from '../../shortcut.ts';

export function fileSize(): AuditProbe {
  return shortcutLine({
    name: 'file-size',
    from: 'the size of the encoded pictures',
    // Logarithms: a variance of one per cent squared.
    fit: gaussian(1e-4),
    maxExcess: 0.1,
    features: ({ pictures }) => {
      if (pictures.length === 0) return null;
      const sizes = pictures.map((picture) => Math.log(picture.bytes));
      return [...sizes, (sizes[1] ?? 0) - (sizes[0] ?? 0)];
    },
  });
}
