/** Does the mean brightness of the pictures give the answer away? */
import { gaussian } from '../../classifiers/gaussian.ts';
import type { AuditProbe } from '../../probe.ts';
import { shortcutLine } from '../../shortcut.ts';

export function brightness(): AuditProbe {
  return shortcutLine({
    name: 'brightness',
    from: 'mean brightness',
    // Half a grey level.
    fit: gaussian(0.25),
    maxExcess: 0.1,
    features: ({ pictures }) => {
      if (pictures.length === 0) return null;
      const levels = pictures.map((picture) => picture.brightness);
      return [...levels, (levels[1] ?? 0) - (levels[0] ?? 0)];
    },
  });
}
