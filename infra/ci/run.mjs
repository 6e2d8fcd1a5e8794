/** Runs the steps of CI one after the other, goes on after a failure, and sums up what passed and what failed. */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ciSteps } from './steps.mjs';

const report = join(tmpdir(), `parallax-ci-report-${process.pid}.json`);
const only = process.argv.slice(2);
const steps = ciSteps().filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
const totals = { passed: 0, failed: 0 };
/** @type {string[]} */
const summary = [];
const startedAt = Date.now();

for (const step of steps) {
  rmSync(report, { force: true });
  process.stdout.write(`\n=== ${step.name} (${minutesSince(startedAt)})\n`);
  const stepStartedAt = Date.now();
  const ended = await runStep(step);
  const counts = countsOf(step, ended);
  totals.passed += counts.passed;
  totals.failed += counts.failed;
  const seconds = ((Date.now() - stepStartedAt) / 1000).toFixed(0);
  summary.push(
    `${counts.failed === 0 ? 'ok    ' : 'FAILED'} ${step.name}: ${ended}, ${counts.passed} passed, ${counts.failed} failed, ${seconds} s`,
  );
}
rmSync(report, { force: true });
process.stdout.write(`\n${summary.join('\n')}\nwhole run: ${minutesSince(startedAt)}\n`);
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;

/**
 * @param {import('./steps.mjs').Step} step
 * @returns {Promise<string>} "ok", or how it ended
 */
function runStep(step) {
  const [program = '', ...args] = step.command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PARALLAX_TEST_REPORT: report },
      // A group of its own, so that a step that hangs is ended with all that it started.
      detached: true,
    });
    let late = false;
    const end = () => {
      late = true;
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    const limit = setTimeout(end, step.limitMs);
    const stop = () => {
      end();
      process.exit(130);
    };
    for (const signal of signals) process.once(signal, stop);
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, killedBy) => {
      clearTimeout(limit);
      for (const signal of signals) process.off(signal, stop);
      if (late) resolve(`killed after ${Math.round(step.limitMs / 60_000)} min`);
      else resolve(code === 0 ? 'ok' : `ended with ${killedBy ?? code}`);
    });
  });
}

/**
 * A step of tests counts its tests; a file that did not load, a missing report, a bad exit
 * and a project without any test count as failures.
 * @param {import('./steps.mjs').Step} step @param {string} ended
 */
function countsOf(step, ended) {
  const plain = ended === 'ok' ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  if (step.tests !== true) return plain;
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const broken = testResults.filter(
      /** @param {{ status: string, assertionResults: unknown[] }} file */
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    ).length;
    const failed = numFailedTests + broken;
    const silent = failed === 0 && (ended !== 'ok' || numPassedTests === 0);
    return { passed: numPassedTests, failed: silent ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** @param {number} since */
function minutesSince(since) {
  return `${((Date.now() - since) / 60_000).toFixed(1)} min`;
}
