export type { ForeignRow } from './foreign-row.ts';
export { type ForeignEntry, findRowFiles, readForeignRows } from './read-foreign.ts';
export {
  type RestoredDataset,
  type RestoreOptions,
  readRestorable,
  restoreExport,
} from './restore-export.ts';
export { type Sample, SampleSchema, type SampleSet, SampleSetSchema } from './sample.ts';
export {
  importSamples,
  type OpenSampleSet,
  openSampleSet,
  type SampleImportOptions,
} from './sample-set.ts';
