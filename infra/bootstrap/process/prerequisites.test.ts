import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { missingForTensorflow } from './prerequisites.mjs';

let folder: string;
const linux = { platform: 'linux', arch: 'x64' };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parallax-path-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function program(name: string, exitCode = 0): void {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\nexit ${exitCode}\n`);
  chmodSync(file, 0o755);
}

const missing = (): string[] => missingForTensorflow({ PATH: folder }, linux).map(({ what }) => what);

test('an empty machine: each part is named, with a command that gets it', () => {
  expect(missing()).toEqual(['python3', 'a C++ compiler (g++ or c++)', 'make']);
  for (const { get } of missingForTensorflow({ PATH: folder }, linux))
    expect(get).toMatch(/apt-get install \S+/);
});

test('python3 without pip', () => {
  program('python3', 1);
  program('g++');
  program('make');
  expect(missing()).toEqual(['pip of python3']);
});

test('everything is there; clang under the name c++ will do', () => {
  for (const name of ['python3', 'c++', 'make']) program(name);
  expect(missing()).toEqual([]);
});

test('a file that cannot be executed is not a program', () => {
  for (const name of ['python3', 'g++', 'make']) program(name);
  chmodSync(join(folder, 'make'), 0o644);
  expect(missing()).toEqual(['make']);
});

test('another system is told so at once', () => {
  const found = missingForTensorflow({ PATH: folder }, { platform: 'darwin', arch: 'arm64' });
  expect(found.map(({ what }) => what)).toEqual(['Linux on x86-64 (this is darwin arm64)']);
});
