/** What stands in a lab folder: one folder a record, named by its last file (or, for a run, its first). */
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ConfigError, DataInvalidError } from '@parallax/lab';

/** Record folders and the file without which a folder is not (yet) a record. */
export const RECORD_FILES = {
  datasets: 'manifest.json',
  runs: 'run.json',
  evaluations: 'log.json',
  reports: 'report.json',
} as const;
export type RecordRoom = keyof typeof RECORD_FILES;

/**
 * Names of the finished records of one room, sorted. Folders still being written are left out.
 * @throws ConfigError `lab-missing` when the lab folder itself does not exist.
 */
export async function listRecords(lab: string, room: RecordRoom): Promise<string[]> {
  await requireLab(lab);
  const folder = join(lab, room);
  const names = await readdir(folder).catch(() => [] as string[]);
  const finished = await Promise.all(names.map((name) => isFile(join(folder, name, RECORD_FILES[room]))));
  return names.filter((_, i) => finished[i]).sort();
}

/** Files LAB/captures/ID.json, sorted. */
export async function listCaptureFiles(lab: string): Promise<string[]> {
  const names = await readdir(join(lab, 'captures')).catch(() => [] as string[]);
  return names.filter((name) => name.endsWith('.json')).sort();
}

/**
 * Real path of a file below the lab folder.
 * @throws DataInvalidError `outside-lab` when a link or `..` leads out of it.
 */
export async function confine(lab: string, path: string): Promise<string> {
  const [root, real] = await Promise.all([realpath(lab), realpath(path)]);
  if (real === root || real.startsWith(root + sep)) return real;
  throw new DataInvalidError('outside-lab', `${path} leads out of the lab folder ${lab}.`, {
    remedy: 'Copy the folder into the lab instead of linking to it.',
  });
}

export async function requireLab(lab: string): Promise<void> {
  const info = await stat(lab).catch(() => null);
  if (info?.isDirectory()) return;
  throw new ConfigError('lab-missing', `${lab} is not a folder.`, {
    remedy: 'Give the lab folder with --lab, or make one with `parallax demo`.',
  });
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isFile(),
    () => false,
  );
}
