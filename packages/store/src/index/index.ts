export {
  confine,
  listCaptureFiles,
  listRecords,
  RECORD_FILES,
  type RecordRoom,
} from '../lab-folder/records.ts';
export { type LinePlace, type NewLines, readNewLines, START } from './follow-lines.ts';
export { type IndexOptions, indexDataset } from './index-dataset.ts';
export { indexEvaluation } from './index-evaluation.ts';
export { type IndexLabOptions, type IndexLabResult, indexLab } from './index-lab.ts';
export { indexMetrics, indexRun, LooseMetricsLineSchema } from './index-run.ts';
export { indexReport } from './index-small-records.ts';
