import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

let script: string;
beforeAll(() => {
  script = join(mkdtempSync(join(tmpdir(), 'verb-')), 'verb.ts');
  const verb = JSON.stringify(new URL('./verb.ts', import.meta.url).href);
  const errors = JSON.stringify(new URL('../errors.ts', import.meta.url).href);
  writeFileSync(
    script,
    `import { runVerb } from ${verb};
import { ConfigError, CheckpointError } from ${errors};
await runVerb({
  name: 'try', summary: 'a verb under test',
  configure: (command) => command.argument('[what]').option('--count <n>', 'how many', '1'),
  run: async ([what], options, context) => {
    context.log('working');
    if (what === 'config') throw new ConfigError('bad-thing', 'thing.yaml: key a.', { remedy: 'Write b.' });
    if (what === 'checkpoint') throw new CheckpointError('damaged', 'step-1 is damaged.');
    if (what === 'bug') throw new TypeError('unexpected');
    if (what === 'wait') await new Promise((_, reject) => {
      setTimeout(() => process.kill(process.pid, 'SIGINT'), 50);
      setTimeout(() => {}, 10_000);
      context.signal.addEventListener('abort', () => { reject(context.signal.reason); setTimeout(() => process.exit(), 500); });
    });
    return { result: { count: Number(options.count) }, text: 'for people' };
  },
});`,
  );
});

function run(...args: string[]) {
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
}

describe('runVerb', () => {
  it('prints text for people, and one object on the last line for programs', () => {
    expect(run().stdout).toBe('for people\n');
    const json = run('--json', '--count', '3');
    expect(json.stdout).toBe('{"count":3}\n');
    expect(json.stderr).toContain('working');
    expect(json.status).toBe(0);
  });

  it('exits 2 with message and remedy for the user’s input', () => {
    const failed = run('config', '--json');
    expect(failed.status).toBe(2);
    expect(failed.stderr).toContain('error: thing.yaml: key a.');
    expect(failed.stderr).toContain('Write b.');
    expect(failed.stderr).not.toContain('at run');
    expect(JSON.parse(failed.stdout)).toEqual({
      error: { code: 'bad-thing', message: 'thing.yaml: key a.', remedy: 'Write b.' },
    });
  });

  it('exits 1 for failures, 130 when interrupted, 2 for unknown options, 0 for --help', () => {
    expect(run('checkpoint').status).toBe(1);
    expect(run('bug').status).toBe(1);
    expect(run('bug').stderr).toContain('at');
    expect(run('wait').status).toBe(130);
    expect(run('--cuont', '1').status).toBe(2);
    expect(run('--help').status).toBe(0);
    expect(run('--help').stdout).toContain('--count');
  });
});
