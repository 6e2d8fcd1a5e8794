export { type Dataset, openDataset, type RowFilter } from './dataset.ts';
export type { DatasetRow, ShardContent, ShardRecord } from './row.ts';
export { type DatasetWriter, type DatasetWriterOptions, openDatasetWriter } from './writer.ts';
