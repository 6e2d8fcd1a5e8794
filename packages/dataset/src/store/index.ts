export { type Dataset, type OpenDatasetOptions, openDataset, type RowFilter } from './dataset.ts';
export type { DatasetRow, ReferencedContent, ShardContent, ShardRecord } from './row.ts';
export { type DatasetWriter, type DatasetWriterOptions, openDatasetWriter } from './writer.ts';
