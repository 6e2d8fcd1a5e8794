/** The doctor's report for people. */
import type { Examination } from './examine.ts';
import { gigabytes } from './findings.ts';

export function textOf(found: Examination): string {
  const { tensorflow, gl, tools, cache, memory, findings } = found;
  const rows: [string, string][] = [
    ['Node', `${found.node.version} (${found.node.executable})`],
    ['pnpm', tools.pnpm ?? 'not on the PATH'],
    ['machine', `${found.machine.system}, ${found.machine.cores} cores, ${found.machine.processor}`],
    ['memory', `${gigabytes(memory.freeBytes)} free of ${gigabytes(memory.totalBytes)}`],
    ['numbers', tensorflow.ok ? numbersLine(tensorflow.facts) : `none: ${tensorflow.why}`],
    ['device', deviceLine(found)],
    ['GL', glLine(gl)],
    ['browser', found.chromium ?? 'none (browser tests cannot run)'],
    ['tools', toolsLine(tools)],
    ['cache', `${cache.folder}, ${gigabytes(cache.freeBytes)} free on its disk`],
    ...cache.entries.map((entry): [string, string] => [
      '',
      `${gigabytes(entry.bytes).padStart(8)}  ${entry.name}${entry.state === 'damaged' ? `  DAMAGED: ${entry.defect}` : ''}`,
    ]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  for (const { severity, what, remedy } of findings)
    lines.push('', `${severity === 'blocks' ? 'PROBLEM' : 'slower'}: ${what}`, `  ${remedy}`);
  if (findings.length === 0) lines.push('', 'Everything that Parallax needs is here.');
  return lines.join('\n');
}

function numbersLine(facts: {
  library: string;
  version: string;
  device: string;
  threads: number;
  gflops: number;
}): string {
  return `${facts.library} ${facts.version} on the ${facts.device}, ${facts.threads} threads, ${facts.gflops} GFLOP/s (float32 matrix product)`;
}

function deviceLine({ tensorflow, wantedDevice }: Examination): string {
  if (!tensorflow.ok) return 'none';
  const { device, why } = tensorflow.facts;
  const reason = device === 'cuda' ? why : `not CUDA: ${why}`;
  return `${device} (TensorFlow built for ${wantedDevice}); ${reason}`;
}

function glLine(gl: Examination['gl']): string {
  if (!gl.ok) return `none: ${gl.why}`;
  return gl.facts.ok
    ? `${gl.facts.backend}: ${gl.facts.renderer}, ${gl.facts.version}`
    : `none: ${gl.facts.message}`;
}

function toolsLine(tools: Examination['tools']): string {
  const named = {
    python3: tools.python,
    pip: tools.pip?.split(' from ')[0] ?? null,
    'C++': tools.compiler,
    make: tools.make,
  };
  return Object.entries(named)
    .map(([name, version]) => `${name}: ${version ?? 'missing'}`)
    .join(', ');
}
