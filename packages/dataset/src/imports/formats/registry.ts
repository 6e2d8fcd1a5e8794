/** All formats that are read, by the names of the exports. */
import type { ExportFormatName } from '../../exports/export-record.ts';
import type { ImportFormat } from '../foreign-row.ts';
import { lamm } from './lamm.ts';
import { llamafactory, msSwift } from './messages.ts';
import { mindcube } from './mindcube.ts';
import { trl, verl } from './parquet.ts';
import { vlmevalkit } from './vlmevalkit.ts';

export const importFormats: Readonly<Record<ExportFormatName, ImportFormat>> = {
  llamafactory,
  'ms-swift': msSwift,
  verl,
  trl,
  vlmevalkit,
  mindcube,
  lamm,
};
