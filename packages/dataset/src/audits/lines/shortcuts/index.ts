/** Shortcuts: what would answer the questions without looking at what they ask. */
import type { AuditProbe } from '../../probe.ts';
import { brightness } from './brightness.ts';
import { displacement } from './displacement.ts';
import { fileSize } from './file-size.ts';
import { optionOrder } from './option-order.ts';
import { rowOrder } from './row-order.ts';
import { singleImage } from './single-image.ts';

export const shortcutProbes = (): AuditProbe[] => [
  singleImage(0),
  singleImage(1),
  displacement(),
  brightness(),
  fileSize(),
  rowOrder(),
  optionOrder(),
];
