/** All formats by name. A consumer is a file; nothing else decides by its name. */
import type { ExportFormatName } from '../export-record.ts';
import type { ExportFormat } from '../format.ts';
import { lamm } from './lamm.ts';
import { llamafactory } from './llamafactory.ts';
import { mindcube } from './mindcube.ts';
import { msSwift } from './ms-swift.ts';
import { trl } from './trl.ts';
import { verl } from './verl.ts';
import { vlmevalkit } from './vlmevalkit.ts';

export const exportFormats: Readonly<Record<ExportFormatName, ExportFormat>> = {
  llamafactory,
  'ms-swift': msSwift,
  verl,
  trl,
  vlmevalkit,
  mindcube,
  lamm,
};
