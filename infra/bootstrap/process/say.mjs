/** Lines for people, on stderr: what a step does, and how long it took. */

/** @param {string} line */
export function say(line) {
  process.stderr.write(`set-up: ${line}\n`);
}

/**
 * Announces a step, runs it, and says how long it took.
 * @template T
 * @param {string} title for example "Node 24.21.0"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function timed(title, work) {
  say(`${title} ...`);
  const startedAt = Date.now();
  const result = await work();
  say(`${title}: ready in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  return result;
}
