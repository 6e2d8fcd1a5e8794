/**
 * The stamp of a finished component: what it was built from, and size, time and SHA-256 of each of its files.
 * Each start compares sizes and times (milliseconds of work); only where those differ are digests read.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export const STAMP = 'stamp.json';
const READ_BYTES = 1 << 20;

/**
 * @typedef {object} FileRecord
 * @property {string} path relative to the component's folder
 * @property {number} size bytes; 0 for a link
 * @property {number} mtimeMs
 * @property {string} digest SHA-256 in hex, or "-> target" of a link
 */

/**
 * @typedef {object} Stamp
 * @property {string} key what the component was built from
 * @property {readonly FileRecord[]} files
 */

/**
 * Writes the stamp of a folder as it is now; large files are flushed to the disk first.
 * @param {string} folder
 * @param {string} key
 */
export function seal(folder, key) {
  const files = listFiles(folder).map((path) => recordOf(folder, path, true));
  writeStamp(folder, { key, files });
}

/**
 * @param {string} folder
 * @param {string} key
 * @param {{ readonly everyDigest?: boolean }} [options] everyDigest: read every file again
 * @returns {string | undefined} why the component cannot be used; undefined when it is sound
 */
export function defectOf(folder, key, options = {}) {
  /** @type {Stamp} */
  let stamp;
  try {
    stamp = JSON.parse(readFileSync(join(folder, STAMP), 'utf8'));
    if (!Array.isArray(stamp.files)) return 'its stamp cannot be read';
  } catch (error) {
    const missing = /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT';
    return missing ? 'missing' : 'its stamp cannot be read';
  }
  if (stamp.key !== key) return 'built from other inputs';
  let touched = false;
  for (const file of stamp.files) {
    const defect = fileDefect(folder, file, options.everyDigest === true);
    if (defect === 'touched') touched = true;
    else if (defect !== undefined) return defect;
  }
  // Copied or touched, but the content is right: remember the new times, so that the next start is quick.
  if (touched)
    writeStamp(folder, { key, files: stamp.files.map((file) => recordOf(folder, file.path, false, file)) });
  return undefined;
}

/**
 * @param {string} folder @param {FileRecord} file @param {boolean} everyDigest
 * @returns {string | undefined} "touched" when only the time differs
 */
function fileDefect(folder, file, everyDigest) {
  const path = join(folder, file.path);
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) return `${file.path} is gone`;
  if (file.digest.startsWith('-> ')) {
    return status.isSymbolicLink() && `-> ${readlinkSync(path)}` === file.digest
      ? undefined
      : `${file.path} changed`;
  }
  if (status.size !== file.size) return `${file.path} has ${status.size} bytes, not ${file.size}`;
  const sameTime = status.mtimeMs === file.mtimeMs;
  if (sameTime && !everyDigest) return undefined;
  if (digestOf(path, false) !== file.digest) return `${file.path} has another SHA-256`;
  return sameTime ? undefined : 'touched';
}

/**
 * @param {string} folder @param {string} path @param {boolean} flush
 * @param {FileRecord} [known] its digest is kept instead of reading the file again
 * @returns {FileRecord}
 */
function recordOf(folder, path, flush, known) {
  const full = join(folder, path);
  const status = lstatSync(full);
  if (status.isSymbolicLink()) return { path, size: 0, mtimeMs: 0, digest: `-> ${readlinkSync(full)}` };
  return { path, size: status.size, mtimeMs: status.mtimeMs, digest: known?.digest ?? digestOf(full, flush) };
}

/** @param {string} path @param {boolean} flush */
function digestOf(path, flush) {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  const file = openSync(path, 'r');
  try {
    let total = 0;
    for (let count = -1; count !== 0; total += count) {
      count = readSync(file, buffer, 0, READ_BYTES, null);
      hash.update(buffer.subarray(0, count));
    }
    // Small files are not worth a disk round trip each: a lost one shows as a wrong size.
    if (flush && total > READ_BYTES) fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/** @param {string} folder @returns {string[]} */
function listFiles(folder, prefix = '') {
  const found = [];
  for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
    const path = join(prefix, entry.name);
    if (entry.isDirectory()) found.push(...listFiles(folder, path));
    else if (path !== STAMP) found.push(path);
  }
  return found.sort();
}

/** @param {string} folder @param {Stamp} stamp */
function writeStamp(folder, stamp) {
  const part = join(folder, `${STAMP}.${process.pid}.part`);
  writeFileSync(part, `${JSON.stringify(stamp)}\n`);
  renameSync(part, join(folder, STAMP));
}
