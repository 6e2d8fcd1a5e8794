/** Rows -> what the API says. */
import { verifyChain } from '@parallax/dataset/chains';
import type { QuestionGeometry } from '@parallax/dataset/schema';
import type { DatasetRecord, EvalSampleHead, EvaluationMetricRecord, QuestionRecord } from '@parallax/store';
import type { ChainVerdict, DatasetSummary, EvaluationSummary, QuestionRow, SampleRow } from '../schema.ts';

export function datasetSummary(row: DatasetRecord, auditPassed: boolean | null): DatasetSummary {
  const { name, digest, profile, imageSource, counts } = row;
  return { name, digest, profile, imageSource, counts, auditPassed };
}

export function questionRow(row: QuestionRecord): QuestionRow {
  const { viewCount, egoTranslation: _t, egoRotation: _r, objectCentricTranslation: _o, ...rest } = row;
  return { ...rest, imageUrls: questionImageUrls(row.questionId, row.dataset, viewCount) };
}

export function questionImageUrls(questionId: string, dataset: string, count: number): string[] {
  const base = `/api/questions/${encodeURIComponent(questionId)}/images`;
  const search = new URLSearchParams({ dataset });
  return Array.from({ length: count }, (_, n) => `${base}/${n}?${search}`);
}

export function chainVerdict(chain: string | null, geometry: QuestionGeometry): ChainVerdict | null {
  return chain === null ? null : verifyChain(chain, geometry);
}

export function metricOf(row: EvaluationMetricRecord): EvaluationSummary['metrics'][number] {
  const { evaluation: _e, position: _p, ciLow, ciHigh, ...rest } = row;
  return { ...rest, ci95: [ciLow, ciHigh] };
}

export function sampleRow(row: EvalSampleHead): SampleRow {
  const { position, sampleId, kind, groupId, outcome, answer, excerpt } = row;
  const { parsed, value, latencyMs, completionTokens } = row;
  return {
    ...{ position, sampleId, kind, groupId, outcome, answer },
    ...{ excerpt, parsed, value, latencyMs, completionTokens },
  };
}
