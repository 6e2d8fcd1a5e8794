/** Collects everything that the doctor tells. */
import { existsSync, statfsSync } from 'node:fs';
import { arch, availableParallelism, cpus, freemem, platform, release, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { cacheFolder } from '../bootstrap/cache/folder.mjs';
import { chosenDevice, nvidiaInKernel } from '../bootstrap/device/chosenDevice.mjs';
import { pins } from '../bootstrap/steps/pins.mjs';
import { inspectCache } from './cache.ts';
import { type Facts, type Finding, findingsOf } from './findings.ts';
import { probe } from './probe.ts';
import { inspectTools, type Tools } from './tools.ts';

/** What packages/trainer says of its back end. */
export interface BackendFacts {
  readonly name: string;
  readonly device: string;
  readonly why: string;
  readonly library: string;
  readonly version: string;
  readonly threads: number;
  readonly gflops: number;
}

/** What apps/generator says of its GL context. */
export type GlFacts =
  | { readonly ok: true; readonly backend: string; readonly renderer: string; readonly version: string }
  | { readonly ok: false; readonly message: string; readonly remedy: string };

export interface Examination extends Facts {
  readonly node: { readonly version: string; readonly executable: string; readonly pinned: string };
  readonly machine: { readonly system: string; readonly processor: string; readonly cores: number };
  readonly tools: Tools;
  readonly binding: string | null;
  readonly memory: { readonly totalBytes: number; readonly freeBytes: number };
  readonly findings: readonly Finding[];
}

/** @param verify reads every file of the cache and compares digests */
export async function examine(verify: boolean): Promise<Examination> {
  const folder = cacheFolder();
  const tensorflow = await probe<BackendFacts>(
    'packages/trainer/src/backend/init-backend.ts',
    'm.initBackend({ onWarning() {} })',
  );
  const gl = await probe<GlFacts>('apps/generator/src/gl/device/probe.ts', 'm.probeGl()');
  const facts = {
    node: { version: process.version, executable: process.execPath, pinned: pins.node },
    machine: {
      system: `${platform()} ${release()} ${arch()}`,
      processor: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
    },
    tools: inspectTools(),
    tensorflow,
    binding: process.env['PARALLAX_TFJS_BINDING'] ?? null,
    gl,
    nvidiaDevice: nvidiaInKernel(),
    wantedDevice: chosenDevice(folder),
    chromium: process.env['PARALLAX_CHROMIUM'] ?? null,
    cache: { folder, freeBytes: freeBytes(folder), entries: inspectCache(folder, verify) },
    memory: { totalBytes: totalmem(), freeBytes: freemem() },
  };
  return { ...facts, findings: findingsOf(facts) };
}

/** Of the disk that holds the folder, or will hold it. */
function freeBytes(folder: string): number {
  if (!existsSync(folder)) return freeBytes(dirname(folder));
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
