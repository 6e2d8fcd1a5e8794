/** What CI runs, in order. A step is one command; steps of tests are counted test by test. */

const MINUTE_MS = 60_000;

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {readonly string[]} command
 * @property {number} limitMs it is killed, and counts as failed, after this time
 * @property {boolean} [tests] writes a vitest JSON report to PARALLAX_TEST_REPORT; its counts are added up
 */

/** @returns {readonly Step[]} */
export function ciSteps() {
  /** @param {string} project @param {number} minutes @returns {Step} */
  const tests = (project, minutes) => ({
    name: `tests: ${project}`,
    command: ['./parallax', 'test', '--project', project],
    limitMs: minutes * MINUTE_MS,
    tests: true,
  });
  /** @param {string} name @param {readonly string[]} command @returns {Step} */
  const check = (name, command) => ({
    name,
    command: ['./parallax', 'exec', ...command],
    limitMs: 10 * MINUTE_MS,
  });
  return [
    { name: 'set-up from an empty cache', command: ['./parallax', 'setup'], limitMs: 15 * MINUTE_MS },
    {
      name: 'doctor: digests of the cache',
      command: ['./parallax', 'doctor', '--verify'],
      limitMs: 2 * MINUTE_MS,
    },
    { name: 'npm test', command: ['npm', 'test'], limitMs: 30 * MINUTE_MS, tests: true },
    check('lint', ['biome', 'check', '--error-on-warnings', '.']),
    check('typecheck', ['turbo', 'run', 'typecheck', '--output-logs=errors-only']),
    check('knip', ['knip', '--no-progress']),
    tests('e2e', 25),
    tests('browser', 15),
    tests('bootstrap', 15),
  ];
}
