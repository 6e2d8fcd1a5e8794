/**
 * Remembers for a while that TensorFlow could not be fetched or built, so that an offline machine does not wait for
 * the network at every start. `./parallax setup` always tries again.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const REMEMBERED_MS = 10 * 60_000;
const FILE = 'tensorflow-failure.json';

/** @param {string} cache @param {string} key of the addon @param {string} why */
export function rememberFailure(cache, key, why) {
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, FILE), JSON.stringify({ key, why, atMs: Date.now() }));
}

/** @param {string} cache */
export function forgetFailure(cache) {
  rmSync(join(cache, FILE), { force: true });
}

/**
 * @param {string} cache @param {string} key of the addon that is wanted now
 * @returns {string | undefined} why it failed a short time ago
 */
export function recentFailure(cache, key, nowMs = Date.now()) {
  try {
    const failure = JSON.parse(readFileSync(join(cache, FILE), 'utf8'));
    const ageMs = nowMs - failure.atMs;
    return failure.key === key && ageMs >= 0 && ageMs < REMEMBERED_MS ? String(failure.why) : undefined;
  } catch {
    return undefined;
  }
}
