/**
 * One set-up at a time: a lock file that names its owner. A lock whose owner died is taken over;
 * an owner on another host (a cache on a shared disk) counts as dead when it stops touching the file.
 */
import { randomUUID } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { say } from '../process/say.mjs';

const POLL_MS = 300;
const TOUCH_MS = 5_000;
const SILENT_OWNER_MS = 60_000;
const GUARD_MS = 30_000;

/** @typedef {{ pid: number, host: string, startedAt: string | undefined, nonce: string }} Owner */

/**
 * Runs `work` while holding the lock; waits, with a message, while another process holds it.
 * @template T
 * @param {string} path of the lock file
 * @param {string} what for the message, for example "the cache"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, what, work) {
  const nonce = await acquire(path, what);
  const touch = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(path, now, now);
    } catch {
      // The whole cache was removed under us: the step itself will say so.
    }
  }, TOUCH_MS);
  const release = () => {
    if (readOwner(path)?.nonce === nonce) rmSync(path, { force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    process.off('exit', release);
    release();
  }
}

/** @param {string} path @param {string} what */
async function acquire(path, what) {
  mkdirSync(dirname(path), { recursive: true });
  const nonce = randomUUID();
  const mine = `${path}.${nonce}`;
  /** @type {Owner} */
  const owner = { pid: process.pid, host: hostname(), startedAt: startOf(process.pid), nonce };
  writeFileSync(mine, JSON.stringify(owner));
  let told = false;
  try {
    for (;;) {
      try {
        // A link appears with its content at once, unlike a file that is created and then written.
        linkSync(mine, path);
        return nonce;
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      }
      const holder = readOwner(path);
      if (holder !== undefined && !isAlive(path, holder)) {
        removeDead(path, holder);
        continue;
      }
      if (!told && holder !== undefined) {
        say(`another set-up (process ${holder.pid} on ${holder.host}) is working on ${what}; waiting for it`);
        told = true;
      }
      await delay(POLL_MS);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * Only the holder of the guard folder removes a dead lock, and looks again first: else two waiters could
 * both judge the old lock dead, and the second would remove the new lock of the first.
 * @param {string} path @param {Owner} dead
 */
function removeDead(path, dead) {
  const guard = `${path}.recovery`;
  try {
    mkdirSync(guard);
  } catch {
    const status = statSync(guard, { throwIfNoEntry: false });
    if (status !== undefined && Date.now() - status.mtimeMs > GUARD_MS) rmdirSync(guard);
    return;
  }
  try {
    if (readOwner(path)?.nonce === dead.nonce) unlinkSync(path);
  } finally {
    rmdirSync(guard);
  }
}

/** @param {string} path @returns {Owner | undefined} undefined when the lock is free */
function readOwner(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    // Not written by us (a full disk, a hand): nobody can be alive behind it.
    return { pid: 0, host: hostname(), startedAt: undefined, nonce: 'unreadable' };
  }
}

/** @param {string} path @param {Owner} owner */
function isAlive(path, owner) {
  if (owner.host !== hostname()) {
    const status = statSync(path, { throwIfNoEntry: false });
    return status !== undefined && Date.now() - status.mtimeMs < SILENT_OWNER_MS;
  }
  if (owner.pid === 0) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
  // The number may have been given to another process since.
  return startOf(owner.pid) === owner.startedAt;
}

/** @param {number} pid @returns {string | undefined} start time in clock ticks; undefined off Linux */
function startOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Fields follow the name in brackets, which may itself hold spaces; the 22nd of all is the start time.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
