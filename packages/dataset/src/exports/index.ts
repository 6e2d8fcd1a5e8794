export { type ExportOptions, exportDataset } from './export-dataset.ts';
export {
  type ExportConfig,
  ExportConfigSchema,
  type ExportedFile,
  type ExportRecord,
  ExportRecordSchema,
  exportFormatNames,
} from './export-record.ts';
