/** Our own TensorFlow operations for training on a CPU: compiled from packages/trainer/native, against the library's C API. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { command } from '../process/command.mjs';
import { compilerOn } from '../process/prerequisites.mjs';

/** Where the addon lies inside the component. */
export const kernelsFile = 'kernels.node';

/** The best first: what the processor must have, and how the numerical part is compiled for it. */
const INSTRUCTION_SETS = [
  {
    name: 'avx512',
    needs: ['avx512f', 'avx512vl', 'avx512dq'],
    flags: ['-mavx512f', '-mavx512vl', '-mavx512dq', '-mfma'],
  },
  { name: 'avx2', needs: ['avx2', 'fma'], flags: ['-mavx2', '-mfma'] },
];
const NUMERICAL = 'blocks/table.cc';
const CPU_FACTS = '/proc/cpuinfo';

/**
 * The name holds the digest of the sources, so that checkouts that share a cache do not build over each other.
 * @param {object} options
 * @param {string} options.root checkout
 * @param {string} options.cache
 * @param {import('../cache/component.mjs').Component} options.library
 * @param {import('./node.mjs').NodeChoice} options.node
 * @param {readonly string[]} [options.processor] what it can do, as /proc/cpuinfo names it
 * @returns {import('../cache/component.mjs').Component | undefined} undefined: this processor has no instructions that they use
 */
export function kernelsComponent({ root, cache, library, node, processor = processorFlags() }) {
  const instructions = INSTRUCTION_SETS.find(({ needs }) => needs.every((flag) => processor.includes(flag)));
  if (instructions === undefined) return undefined;
  const sources = join(root, 'packages/trainer/native');
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(cc|h)$/.test(file))
    .sort();
  const hash = createHash('sha256').update(library.key).update(instructions.name);
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(sources, file)));
  const digest = hash.digest('hex').slice(0, 12);
  const remedy = 'Read the compiler messages in the log; g++ >= 9 or clang++ >= 10 is needed.';
  return {
    title: 'training kernels (compiling)',
    name: `kernels-${digest}`,
    key: `${digest} 1`,
    async build(folder) {
      const compiler = compilerOn() ?? 'g++';
      const libraryFolder = join(cache, library.name, 'tensorflow');
      const headers = [
        join(sources, 'include'),
        join(libraryFolder, 'include'),
        join(node.home, 'include/node'),
      ];
      const flags = [
        '-std=c++17',
        '-O3',
        '-fPIC',
        '-ffp-contract=fast',
        ...headers.map((path) => `-I${path}`),
      ];
      /** @param {string} source @param {string} name @param {readonly string[]} extra */
      const compile = async (source, name, extra) => {
        const object = join(folder, `${name}.o`);
        const log = join(cache, `logs/kernels-${name}.log`);
        await command(compiler, [...flags, ...extra, '-c', join(sources, source), '-o', object], {
          log,
          remedy,
        });
        return object;
      };
      const objects = await Promise.all([
        compile(NUMERICAL, instructions.name, instructions.flags),
        ...files
          .filter((file) => file.endsWith('.cc') && file !== NUMERICAL)
          .map((file) => compile(file, basename(file, '.cc'), [])),
      ]);
      // TensorFlow's addon has loaded these libraries by then; the path is for a process that has not.
      const linked = [
        `-L${libraryFolder}`,
        '-l:libtensorflow_cc.so.2',
        '-l:libtensorflow_framework.so.2',
        `-Wl,-rpath,$ORIGIN/../${library.name}/tensorflow`,
      ];
      const args = ['-shared', '-pthread', ...objects, '-o', join(folder, kernelsFile), ...linked];
      await command(compiler, args, { log: join(cache, 'logs/kernels-link.log'), remedy });
      for (const object of objects) rmSync(object);
    },
  };
}

function processorFlags() {
  const flags = existsSync(CPU_FACTS)
    ? /^flags\s*: (.*)$/m.exec(readFileSync(CPU_FACTS, 'utf8'))?.[1]
    : undefined;
  return flags?.split(' ') ?? [];
}
