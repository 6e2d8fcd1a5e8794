import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CudaPlaces, cudaFacts } from './cuda-facts.ts';

let folder: string;
let places: CudaPlaces;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cuda-facts-'));
  mkdirSync(join(folder, 'addon/tensorflow'), { recursive: true });
  places = {
    binding: join(folder, 'addon/tensorflow/tfjs_binding.node'),
    visibleDevices: undefined,
    nvidiaSmi: join(folder, 'nvidia-smi'),
    driverFile: join(folder, 'version'),
  };
});

afterEach(() => rmSync(folder, { recursive: true }));

function driverTool(lines: string, exitCode = 0): void {
  writeFileSync(places.nvidiaSmi, `#!/bin/sh\nprintf '%s' '${lines}'\nexit ${exitCode}\n`);
  chmodSync(places.nvidiaSmi, 0o755);
}

function library(name: string): void {
  mkdirSync(join(folder, 'addon/nvidia', name, 'lib'), { recursive: true });
  writeFileSync(join(folder, 'addon/nvidia', name, 'lib', `lib${name}.so.12`), '');
}

test('a machine with nothing', () => {
  expect(cudaFacts(places)).toEqual({
    addon: null,
    missingLibraries: [],
    driver: null,
    gpus: null,
    hidden: false,
  });
});

test('the libraries beside the addon tell what it is built for, and which are gone', () => {
  writeFileSync(places.binding ?? '', '');
  expect(cudaFacts(places).addon).toBe('cpu');
  for (const name of ['cublas', 'cudnn', 'cufft']) library(name);
  const found = cudaFacts(places);
  expect(found.addon).toBe('cuda');
  expect(found.missingLibraries).toContain('cusolver');
  expect(found.missingLibraries).not.toContain('cudnn');
});

test('GPUs and driver come from the driver’s own tool', () => {
  driverTool('NVIDIA H100 80GB HBM3, 81559, 81008, 570.86.15\nNVIDIA L4, 23034, 22700, 570.86.15\n');
  const { driver, gpus } = cudaFacts(places);
  expect(driver).toBe('570.86.15');
  expect(gpus).toEqual([
    { name: 'NVIDIA H100 80GB HBM3', totalMb: 81559, freeMb: 81008 },
    { name: 'NVIDIA L4', totalMb: 23034, freeMb: 22700 },
  ]);
});

test('a tool that fails leaves the kernel’s word', () => {
  driverTool('No devices were found', 6);
  writeFileSync(
    places.driverFile,
    'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024\nGCC version: 12\n',
  );
  expect(cudaFacts(places)).toMatchObject({ driver: '550.54.15', gpus: null });
});

test.each([
  [undefined, false],
  ['0', false],
  ['1,2', false],
  ['', true],
  ['-1', true],
])('CUDA_VISIBLE_DEVICES=%s', (visibleDevices, hidden) => {
  expect(cudaFacts({ ...places, visibleDevices }).hidden).toBe(hidden);
});
