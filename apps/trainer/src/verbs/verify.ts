/** parallax verify: golden values of transformers, verl and TRL against this trainer, tensor by tensor. */
import type { Verb } from '@parallax/lab/node';
import {
  BACKEND_CHOICES,
  type BackendChoice,
  backendLine,
  type Comparison,
  initBackend,
  type Tolerance,
  verifyGolden,
} from '@parallax/trainer';

interface Flags {
  readonly checkpoint?: string;
  readonly backend: BackendChoice;
}

const verb: Verb = {
  name: 'verify',
  summary: 'Compare with golden values of the reference: every tensor, its differences, pass or fail',
  configure: (command) => {
    command
      .argument('<folder>', 'golden folder: its manifest.json holds the tolerances')
      .option('--checkpoint <folder>', 'model to verify in place of the golden folder’s own')
      .option('--backend <name>', BACKEND_CHOICES.join(', '), 'auto');
  },
  run: async ([folder = ''], options, context) => {
    // Commander fills these from the declarations above.
    const flags = options as unknown as Flags;
    const onWarning = (message: string) => context.warn(message);
    context.log(backendLine(await initBackend({ backend: flags.backend, onWarning })));
    const tensors: Comparison[] = [];
    for await (const comparison of verifyGolden(folder, { checkpoint: flags.checkpoint ?? null })) {
      context.signal.throwIfAborted();
      tensors.push(comparison);
    }
    const failures = tensors.filter(({ pass }) => !pass);
    const [passed, failed] = [tensors.length - failures.length, failures.length];
    const verdict = [...failures.map(line), `${passed} passed, ${failed} failed`];
    return {
      result: { passed, failed, tensors },
      text: [header(), ...tensors.map(line), '', ...verdict].join('\n'),
      exitCode: failed === 0 ? 0 : 1,
    };
  },
};
export default verb;

function header(): string {
  return row('verdict', 'largest abs', 'largest rel', 'allowed', 'tensor');
}

function line({ name, shape, maxAbs, maxRel, tolerance, pass }: Comparison): string {
  const verdict = pass ? 'pass' : 'FAIL';
  return row(verdict, number(maxAbs), number(maxRel), allowed(tolerance), `${name} [${shape.join(', ')}]`);
}

function row(verdict: string, maxAbs: string, maxRel: string, tolerance: string, name: string): string {
  return [verdict.padEnd(7), maxAbs.padStart(11), maxRel.padStart(11), tolerance.padEnd(22), name].join('  ');
}

function number(value: number | null): string {
  if (value === null) return 'none';
  return value === 0 ? '0' : value.toExponential(2);
}

function allowed({ atol, rtol, ofLargest }: Tolerance): string {
  const terms = [
    atol === 0 ? null : String(atol),
    rtol === undefined ? null : `${rtol} |x|`,
    ofLargest === undefined ? null : `${ofLargest} max|x|`,
  ].filter((term) => term !== null);
  return terms.length === 0 ? 'exact' : terms.join(' + ');
}
