/** Size and time stamps of a record's files: equal means that nobody wrote to them since. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Everything that any record folder is indexed from. Folders show when an entry comes or goes. */
const FILES = [
  ...['manifest.json', 'audit.json'],
  ...['run.json', 'result.json', 'metrics.jsonl', 'rollouts.jsonl', 'checkpoints'],
  ...['log.json', 'samples.jsonl', 'report.json'],
];

/** @param record "runs/sft", or "captures" for the folder of capture files. */
export async function signatureOf(lab: string, record: string): Promise<string> {
  const folder = join(lab, record);
  const names = record === 'captures' ? await readdir(folder).catch(() => []) : FILES;
  const parts = await Promise.all(names.map((name) => stamp(join(folder, name))));
  return names.map((name, i) => `${name}:${parts[i]}`).join(' ');
}

async function stamp(path: string): Promise<string> {
  return stat(path, { bigint: true }).then(
    (info) => `${info.ino}/${info.size}/${info.mtimeNs}`,
    () => '-',
  );
}
