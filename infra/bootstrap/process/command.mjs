/** Runs a program of the set-up: output goes to a log, and its last lines into the error when it fails. */
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SetupFailure } from './failure.mjs';

const SHOWN_LINES = 15;

/**
 * @typedef {object} CommandOptions
 * @property {string} log file that takes the whole output (overwritten)
 * @property {string} remedy what to do when the program fails
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 */

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {CommandOptions} options
 * @returns {Promise<string>} what the program wrote to stdout
 */
export async function command(program, args, options) {
  mkdirSync(dirname(options.log), { recursive: true });
  writeFileSync(options.log, `$ ${[program, ...args].join(' ')}\n`);
  /** @type {string[]} */
  const stdout = [];
  /** @type {string[]} */
  const all = [];
  const status = await new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    /** @param {readonly string[][]} sinks @param {Buffer} chunk */
    const take = (sinks, chunk) => {
      appendFileSync(options.log, chunk);
      for (const sink of sinks) sink.push(chunk.toString());
    };
    child.stdout.on('data', (chunk) => take([stdout, all], chunk));
    child.stderr.on('data', (chunk) => take([all], chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal ?? code));
  }).catch((cause) => {
    throw new SetupFailure(`${program} cannot be started: ${cause.message}`, options.remedy);
  });
  if (status !== 0) {
    const tail = all.join('').trimEnd().split('\n').slice(-SHOWN_LINES).join('\n    ');
    const name = [program, ...args.slice(0, 3)].join(' ');
    throw new SetupFailure(
      `"${name} ..." ended with ${status}. Its last lines:\n    ${tail}\n  Whole log: ${options.log}`,
      options.remedy,
    );
  }
  return stdout.join('');
}
