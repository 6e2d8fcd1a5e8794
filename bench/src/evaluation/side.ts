/**
 * One side of the bench in a process of its own: `bare` sends ready-made requests and drops the answers; `runner` is
 * ours, from samples to log.json. Prints {"ms", "cpuMs", "threadMs", "rssMb": [...]}: CPU time of the process and of its main
 * thread, memory after each tenth of the items; their image comes before the clock starts.
 *   node side.ts bare|runner URL COUNT CONCURRENCY FOLDER
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAiCompleter, runEvaluation } from '@parallax/eval';
import { holdYoungGeneration } from '@parallax/lab/node';
import { timed } from '../frame/alternate.ts';
import { askBare } from './bare-client.ts';
import { imageOf, mockTask, promptOf } from './items.ts';

const [side = '', url = '', countText = '', concurrencyText = '', folder = ''] = process.argv.slice(2);
const count = Number(countText);
const concurrency = Number(concurrencyText);
const base = readFileSync(join(folder, 'base.jpg'));

const rssMb: number[] = [];
const tenth = Math.ceil(count / 10);
const noteMemory = (done: number): void => {
  if (done % tenth === 0) rssMb.push(Math.round(process.memoryUsage.rss() / 1e6));
};
holdYoungGeneration(); // as the verb does
const messages = side === 'bare' ? Array.from({ length: concurrency }, (_, i) => messageOf(i)) : [];
const before = process.cpuUsage();
const threadBefore = process.threadCpuUsage();
const ms = await timed(() => (side === 'bare' ? bare() : runner()));
const { user, system } = process.cpuUsage(before);
const thread = process.threadCpuUsage(threadBefore);
const cpuMs = { cpuMs: (user + system) / 1000, threadMs: (thread.user + thread.system) / 1000 };
process.stdout.write(`${JSON.stringify({ ms, ...cpuMs, rssMb })}\n`);
process.exit(0);

function bare(): Promise<void> {
  return askBare({ url: new URL(url), messages, count, concurrency, onAnswer: noteMemory });
}

/** The bytes that the runner sends for an item. */
function messageOf(i: number): Buffer {
  const image = `data:image/jpeg;base64,${Buffer.from(imageOf(base, i)).toString('base64')}`;
  const content = [
    { type: 'image_url', image_url: { url: image } },
    { type: 'text', text: promptOf(i) },
  ];
  const messages = [{ role: 'user', content }];
  const body = JSON.stringify({ model: 'mock', messages, max_tokens: 64, temperature: 0, seed: 1 });
  const { host, pathname } = new URL(url);
  const head = [
    `POST ${pathname}/chat/completions HTTP/1.1`,
    `host: ${host}`,
    'connection: keep-alive',
    'content-type: application/json',
    `content-length: ${body.length}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
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
