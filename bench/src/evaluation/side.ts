/**
 * One side of the bench in a process of its own: `bare` sends ready-made bodies and reads the answers; `runner` is
 * ours, from samples to log.json. Prints {"ms", "cpuMs", "threadMs", "rssMb": [...]}; the image of the items comes before the clock starts.
 *   node side.ts bare|runner URL COUNT CONCURRENCY FOLDER
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAiCompleter, runEvaluation } from '@parallax/eval';
import { Agent, request } from 'undici';
import { timed } from '../frame/alternate.ts';
import { imageOf, mockTask, promptOf } from './items.ts';

const [side = '', url = '', countText = '', concurrencyText = '', folder = ''] = process.argv.slice(2);
const count = Number(countText);
const concurrency = Number(concurrencyText);
const base = readFileSync(join(folder, 'base.jpg'));

/** After each tenth of the items. */
const rssMb: number[] = [];
const tenth = Math.ceil(count / 10);
const noteMemory = (done: number): void => {
  if (done % tenth === 0) rssMb.push(Math.round(process.memoryUsage.rss() / 1e6));
};
const before = process.cpuUsage();
const threadBefore = process.threadCpuUsage();
const ms = await timed(() => (side === 'bare' ? bare() : runner()));
const { user, system } = process.cpuUsage(before);
const thread = process.threadCpuUsage(threadBefore);
const cpuMs = { cpuMs: (user + system) / 1000, threadMs: (thread.user + thread.system) / 1000 };
process.stdout.write(`${JSON.stringify({ ms, ...cpuMs, rssMb })}\n`);
process.exit(0);

async function bare(): Promise<void> {
  const bodies = Array.from({ length: concurrency }, (_, i) => bodyOf(i));
  const dispatcher = new Agent();
  let next = 0;
  let answered = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const body = bodies[next++ % bodies.length]!; // the remainder is below the length
      const headers = { 'content-type': 'application/json' };
      const response = await request(`${url}/chat/completions`, {
        method: 'POST',
        headers,
        body,
        dispatcher,
      });
      await response.body.text();
      noteMemory(++answered);
    }
  };
  await Promise.all(bodies.map(worker));
}

function bodyOf(i: number): Buffer {
  const image = `data:image/jpeg;base64,${Buffer.from(imageOf(base, i)).toString('base64')}`;
  const content = [
    { type: 'image_url', image_url: { url: image } },
    { type: 'text', text: promptOf(i) },
  ];
  return Buffer.from(
    JSON.stringify({
      model: 'mock',
      messages: [{ role: 'user', content }],
      max_tokens: 64,
      temperature: 0,
      seed: 1,
    }),
  );
}

async function runner(): Promise<void> {
  const log = await runEvaluation({
    task: mockTask(count, base),
    completer: openAiCompleter({ baseUrl: url, model: 'mock' }),
    model: 'mock',
    weightsDigest: null,
    datasetDigest: null,
    maxTokens: 64,
    concurrency,
    onSample: (_, done) => noteMemory(done),
    folder: join(folder, `run-${process.pid}`),
  });
  if (log.metrics[0]?.errorRate !== 0) throw new Error(`samples failed: ${JSON.stringify(log.metrics[0])}`);
}
