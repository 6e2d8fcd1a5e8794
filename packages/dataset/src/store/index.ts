export {
  type Dataset,
  type OpenDatasetOptions,
  openDataset,
  type RowFilter,
  type RowGroup,
  type RowHead,
  type StoredView,
} from './dataset.ts';
export { countQuestions } from './manifest.ts';
export type { DatasetRow, ReferencedContent, ShardContent, ShardRecord } from './shards/row.ts';
export {
  type DatasetWriter,
  type DatasetWriterOptions,
  openDatasetWriter,
  removeUnfinishedShards,
} from './writer.ts';
