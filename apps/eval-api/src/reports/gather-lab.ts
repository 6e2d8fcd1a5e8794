/** Collects what a report shows from a lab folder: files only, no database. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditSchema, DatasetManifestSchema } from '@parallax/dataset/schema';
import { type ReportDataset, type ReportEvaluation, type ReportRun, readSamples } from '@parallax/eval';
import {
  type ContaminationRecord,
  ContaminationRecordSchema,
  EvalLogSchema,
  ScorersFileSchema,
} from '@parallax/eval/schema';
import { ConfigError, DataFormatError } from '@parallax/lab';
import { parseRecord, readJson } from '@parallax/lab/node';
import { MetricsLineSchema, TrainingRunSchema } from '@parallax/trainer/schema';

export interface LabContent {
  readonly evaluations: ReportEvaluation[];
  readonly contamination: ContaminationRecord[];
  readonly runs: ReportRun[];
  /** With the folder, so that examples can be read from it. */
  readonly datasets: (ReportDataset & { readonly folder: string })[];
}

/** Order of models in tables where their labels are the usual ones: what a reader compares stands side by side. */
const USUAL_ORDER = ['blind', 'base', 'sft', 'grpo', 'sft+grpo'];

/**
 * Reads all finished records; half-finished folders (no log.json, no manifest.json) are passed over.
 * @throws ConfigError `not-a-lab` when the folder holds none; DataFormatError naming a damaged file.
 */
export async function gatherLab(lab: string): Promise<LabContent> {
  const evaluations: ReportEvaluation[] = [];
  for (const folder of await foldersWith(join(lab, 'evaluations'), 'log.json')) {
    const log = await readJson(join(folder, 'log.json'), EvalLogSchema);
    const samples = await readSamples(join(folder, 'samples.jsonl'));
    if (log.scorersSha256 === undefined) evaluations.push({ log, samples });
    else {
      const { scorers } = await readJson(join(folder, 'scorers.json'), ScorersFileSchema);
      evaluations.push({ log, samples, official: scorers });
    }
  }
  const seedOf = ({ log }: ReportEvaluation): number => Number(log.config['seed'] ?? 0);
  evaluations.sort(
    (a, b) =>
      compareText(a.log.task, b.log.task) || compareModels(a.log.model, b.log.model) || seedOf(a) - seedOf(b),
  );
  const runs: ReportRun[] = [];
  for (const folder of await foldersWith(join(lab, 'runs'), 'run.json')) {
    const { runId, name, stage } = await readJson(join(folder, 'run.json'), TrainingRunSchema);
    runs.push({ runId, name, stage, metrics: await readMetrics(join(folder, 'metrics.jsonl')) });
  }
  runs.sort((a, b) => stageRank(a.stage) - stageRank(b.stage) || compareText(a.name, b.name));
  const datasets: LabContent['datasets'] = [];
  for (const folder of await foldersWith(join(lab, 'datasets'), 'manifest.json')) {
    const manifest = await readJson(join(folder, 'manifest.json'), DatasetManifestSchema);
    const auditPath = join(folder, 'audit.json');
    const audit = (await isFile(auditPath)) ? await readJson(auditPath, AuditSchema) : null;
    const { name, digest, counts } = manifest;
    datasets.push({ folder, name, digest, counts: counts.bySplitAndKind, audit });
  }
  if (evaluations.length + runs.length + datasets.length === 0) {
    throw new ConfigError('not-a-lab', `${lab} holds no data set, no run and no evaluation.`, {
      remedy: 'Give the folder that the other commands wrote to (--lab), or run them first.',
    });
  }
  return { evaluations, contamination: await contaminationOf(lab), runs, datasets };
}

/** LAB/contamination/ID.json, by id. */
async function contaminationOf(lab: string): Promise<ContaminationRecord[]> {
  const folder = join(lab, 'contamination');
  const names = await readdir(folder).catch(() => [] as string[]);
  const files = names.filter((name) => name.endsWith('.json')).sort();
  return Promise.all(files.map((name) => readJson(join(folder, name), ContaminationRecordSchema)));
}

/** A torn last line (a run that is being written, or was killed) is left out. */
async function readMetrics(path: string): Promise<Record<string, number>[]> {
  if (!(await isFile(path))) return [];
  const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  return lines.flatMap((line, i) => {
    if (line === '') return [];
    const where = `${path} row ${i + 1}`;
    return [parseRecord(where, parseJson(where, line), MetricsLineSchema)];
  });
}

async function foldersWith(root: string, file: string): Promise<string[]> {
  const names = await readdir(root).catch(() => [] as string[]);
  const folders: string[] = [];
  for (const name of names.sort()) if (await isFile(join(root, name, file))) folders.push(join(root, name));
  return folders;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isFile(),
    () => false,
  );
}

function compareModels(a: string, b: string): number {
  const rank = (model: string): number => {
    const at = USUAL_ORDER.indexOf(model);
    return at < 0 ? USUAL_ORDER.length : at;
  };
  return rank(a) - rank(b) || compareText(a, b);
}

function stageRank(stage: string): number {
  return ['sft', 'grpo'].indexOf(stage);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function parseJson(where: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DataFormatError('not-json', `${where} is not JSON.`, { remedy: 'Delete the row.', cause });
  }
}
