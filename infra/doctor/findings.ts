/** From facts to findings: what is missing or damaged, what that costs, and what to do. */
import { missingForTensorflow } from '../bootstrap/process/prerequisites.mjs';
import type { CacheEntry } from './cache.ts';
import type { BackendFacts, GlFacts } from './examine.ts';
import type { Probe } from './probe.ts';

export interface Finding {
  /** "blocks": something cannot run at all. "slows": it runs, worse. */
  readonly severity: 'blocks' | 'slows';
  readonly what: string;
  readonly remedy: string;
}

export interface Facts {
  readonly tensorflow: Probe<BackendFacts>;
  readonly gl: Probe<GlFacts>;
  /** The kernel shows an NVIDIA device. */
  readonly nvidiaDevice: boolean;
  /** Which TensorFlow the set-up builds. */
  readonly wantedDevice: 'cpu' | 'cuda';
  readonly chromium: string | null;
  readonly cache: {
    readonly folder: string;
    readonly freeBytes: number;
    readonly entries: readonly CacheEntry[];
  };
  readonly memory: { readonly totalBytes: number };
}

const DISK_BYTES = 4e9;
const MEMORY_BYTES = 4e9;

export function findingsOf(facts: Facts): readonly Finding[] {
  const { tensorflow, gl, cache, memory } = facts;
  const findings: Finding[] = [];
  if (!tensorflow.ok)
    findings.push({
      severity: 'blocks',
      what: `no numerical back end: ${tensorflow.why}`,
      remedy: howToTensorflow(),
    });
  else if (tensorflow.facts.name !== 'tensorflow') {
    const what = `training runs on the slow ${tensorflow.facts.name} back end: ${process.env['PARALLAX_TENSORFLOW_MISSING'] ?? 'TensorFlow did not load'}`;
    findings.push({ severity: 'slows', what, remedy: howToTensorflow() });
  }
  if (facts.wantedDevice === 'cuda' && tensorflow.ok && tensorflow.facts.device !== 'cuda') {
    findings.push({
      severity: 'slows',
      what: `the TensorFlow for CUDA is chosen, but it runs on the CPU: ${tensorflow.facts.why}`,
      remedy: facts.nvidiaDevice
        ? 'Run ./parallax setup --device cuda, and check the driver with nvidia-smi.'
        : 'Use a machine with an NVIDIA GPU and its driver, or run ./parallax setup --device cpu.',
    });
  } else if (facts.nvidiaDevice && facts.wantedDevice === 'cpu') {
    findings.push({
      severity: 'slows',
      what: 'there is an NVIDIA device, but the TensorFlow for the CPU is chosen',
      remedy: 'Run ./parallax setup --device cuda (or auto), unless that is what you want.',
    });
  }
  if (!gl.ok)
    findings.push({
      severity: 'blocks',
      what: `no GL back end: ${gl.why}`,
      remedy:
        'Install Mesa (Debian, Ubuntu: apt-get install libegl1 libgles2 libegl-mesa0 libgl1-mesa-dri), or run ./parallax setup on Linux x86-64.',
    });
  else if (!gl.facts.ok)
    findings.push({ severity: 'blocks', what: gl.facts.message, remedy: gl.facts.remedy });
  for (const entry of cache.entries) {
    if (entry.state !== 'damaged') continue;
    findings.push({
      severity: 'blocks',
      what: `${cache.folder}: ${entry.name} is damaged (${entry.defect})`,
      remedy: 'Run ./parallax setup: it builds this part again.',
    });
  }
  if (cache.freeBytes < DISK_BYTES)
    findings.push({
      severity: 'slows',
      what: `only ${gigabytes(cache.freeBytes)} free beside the cache`,
      remedy: 'Free some space, or name a folder on another disk in PARALLAX_CACHE.',
    });
  if (memory.totalBytes < MEMORY_BYTES)
    findings.push({
      severity: 'slows',
      what: `${gigabytes(memory.totalBytes)} of memory; the demo is measured within 4 GB`,
      remedy: 'Use a smaller recipe or a larger machine.',
    });
  return findings;
}

export function gigabytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

function howToTensorflow(): string {
  const missing = missingForTensorflow();
  if (missing.length === 0) return 'Run ./parallax setup and read its messages.';
  return `${missing.map(({ what, get }) => `${what}: ${get}`).join('; ')}. Then run ./parallax setup.`;
}
