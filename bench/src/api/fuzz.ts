/**
 * Schemathesis against a server of its own on loopback, over a small lab with records of every kind and with a token:
 * requests that /openapi.json allows and forbids, from a seed, bounded in number and time. Half of the names and ids it
 * asks for are there. Ends with 1 on a 5xx, an answer that is not as described, or a request without the token that is answered.
 *   ./parallax exec node bench/src/api/fuzz.ts --examples 20 --seconds 120
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeSmallLab } from '@parallax/store/fixture';
import { pythonWith } from '../frame/peer.ts';
import { fuzzConfig } from './fuzz-config.ts';
import { makeToken, type Served, startServer } from './served.ts';

/** What an API must hold to, whatever is asked. Which bad requests are refused is for our own tests. */
const CHECKS = [
  ...['not_a_server_error', 'status_code_conformance', 'content_type_conformance'],
  ...['response_headers_conformance', 'response_schema_conformance', 'ignored_auth'],
  ...[
    'unsupported_method',
    'allow_header_conformance',
    'negative_data_rejection',
    'positive_data_acceptance',
  ],
];

/** What it does before it looks at the clock, and what a busy machine adds. */
const PATIENCE_S = 600;
/** The part of Schemathesis's own report that is read here. */
interface Report {
  readonly test_cases: { readonly generated: number };
  readonly failures: readonly {
    readonly title: string;
    readonly count: number;
    readonly operations: string[];
  }[];
  readonly errors: readonly { readonly title: string; readonly count: number }[];
  readonly valid_rates: Readonly<Record<string, Readonly<Record<string, { readonly accepted: number }>>>>;
}

const { values } = parseArgs({
  options: {
    examples: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '120' },
    seed: { type: 'string', default: '1' },
    model: { type: 'string' },
  },
});
const python = await pythonWith(['schemathesis==4.32.5']);
const folder = await mkdtemp(join(tmpdir(), 'parallax-fuzz-'));
let server: Served | null = null;
try {
  const small = await makeSmallLab(join(folder, 'lab'));
  const tokens = join(folder, 'tokens.json');
  const token = await makeToken(tokens, 'read,submit');
  const model = values.model === undefined ? [] : ['--model', values.model];
  server = await startServer(small.lab, ['--token-file', tokens, ...model]);
  await writeFile(join(folder, 'schemathesis.toml'), await fuzzConfig(small));
  process.exitCode = await fuzz(server.url, token);
} finally {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
}

async function fuzz(url: string, token: string): Promise<number> {
  const path = join(folder, 'report.json');
  const args = [
    ...['-m', 'schemathesis.cli', 'run', `${url}/openapi.json`, '--no-color', '--warnings', 'off'],
    ...['--header', `Authorization: Bearer ${token}`],
    ...['--phases', 'coverage,fuzzing', '--checks', CHECKS.join(',')],
    ...['--max-examples', values.examples, '--max-time', values.seconds, '--seed', values.seed],
    ...['--request-timeout', '15', '--generation-database', 'none', '--continue-on-failure'],
    ...['--report', 'json', '--report-json-path', path],
  ];
  // Its own notes go to its working folder.
  const child = spawn(python, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), (Number(values.seconds) + PATIENCE_S) * 1000);
  const code = await new Promise<number | null>((done) => child.once('close', done));
  clearTimeout(timer);
  if (code === null)
    throw new Error(`Schemathesis did not end ${PATIENCE_S} s after its time; the machine is too busy.`);
  const report = JSON.parse(await readFile(path, 'utf8')) as Report; // Schemathesis wrote it
  const { test_cases: cases, failures, errors, valid_rates: rates } = report;
  const accepted = Object.values(rates).flatMap((phases) => Object.values(phases).map((one) => one.accepted));
  const result = {
    ...{ seed: Number(values.seed), cases: cases.generated },
    accepted: accepted.reduce((sum, count) => sum + count, 0),
    failures: failures.map(({ title, count, operations }) => ({ title, count, operations })),
    errors: errors.map(({ title, count }) => ({ title, count })),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return code === 0 && failures.length === 0 && errors.length === 0 ? 0 : 1;
}
