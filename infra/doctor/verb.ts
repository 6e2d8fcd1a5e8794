/** ./parallax doctor: what runs on what, and what to install if something is missing. */
import type { Verb } from '@parallax/lab/node';
import { examine } from './examine.ts';
import { textOf } from './text.ts';

const doctor: Verb = {
  name: 'doctor',
  summary: 'Show what runs on what: Node, TensorFlow, GL, cache; and what is missing.',
  configure: (command) => {
    command.option('--verify', 'read every file of the cache and compare its SHA-256');
  },
  run: async (_args, options) => {
    const found = await examine(options['verify'] === true);
    const blocked = found.findings.some(({ severity }) => severity === 'blocks');
    return { result: { ...found }, text: textOf(found), exitCode: blocked ? 1 : 0 };
  },
};

export default doctor;
