/** Prints the verifier's trial, form by form: node packages/dataset/src/chains/trial/print-trial.ts [scenes] [seed] */
import { runTrial, type Tally } from './run-trial.ts';

const [scenes = '200', seed = 'trial'] = process.argv.slice(2);
const startedAt = performance.now();
const result = runTrial({ scenes: Number(scenes), seed });
const line = (...cells: (string | number)[]): void =>
  void process.stdout.write(
    `${cells.map((cell, i) => (i === 0 ? String(cell).padEnd(20) : String(cell).padStart(12))).join('')}\n`,
  );
const share = ({ accepted, tried }: Tally): string =>
  `${((100 * accepted) / Math.max(1, tried)).toFixed(2)} %`;

line('form', 'true', 'accepted', 'planted', 'let through');
for (const [form, tally] of Object.entries(result.sentences)) {
  const planted = result.plantedByForm[form] ?? { tried: 0, accepted: 0, wrong: [] };
  line(form, tally.tried, share(tally), planted.tried, planted.accepted);
}
line('');
line('planted error', 'tried', 'let through');
for (const [kind, tally] of Object.entries(result.plantedByKind)) line(kind, tally.tried, tally.accepted);
line('');
line('long chains', 'tried', 'accepted');
line('true', result.chains.tried, share(result.chains));
line('one error', result.contradicted.tried, result.contradicted.accepted);
const wrong = [
  ...Object.values(result.sentences),
  ...Object.values(result.plantedByForm),
  result.chains,
].flatMap((tally) => tally.wrong);
for (const text of wrong.slice(0, 40)) process.stdout.write(`! ${text}\n`);
process.stdout.write(`${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
