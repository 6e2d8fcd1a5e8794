/** parallax serve: the dashboard and the HTTP API over a lab folder. */
import { basename, resolve } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { commaList, resolveConfig, type Verb, type VerbContext } from '@parallax/lab/node';
import { z } from 'zod';
import { createApp, DEFAULT_LIMITS } from '../app.ts';
import { requireSafeHost } from '../auth/local-only.ts';
import { addToken, readTokenFile, ScopeSchema } from '../auth/token-file.ts';
import { indexProgress } from '../live/index-progress.ts';
import { openLiveLab } from '../live/live-lab.ts';
import type { ChatModels } from '../models/chat-models.ts';
import { openModelHost } from '../models/model-host.ts';
import type { ModelSource } from '../models/protocol.ts';
import { builtDashboard } from '../serving/build-dashboard.ts';
import { listen } from '../serving/listen.ts';
import { startingAnswer } from '../serving/starting.ts';

/** Below the 30 s after which process managers commonly kill. */
const DEFAULT_GRACE_S = 25;

const FlagsSchema = z.strictObject({
  lab: z.string(),
  port: z.coerce.number().int().min(0).max(65_535),
  host: z.string().min(1),
  tokenFile: z.string().optional(),
  addToken: z.string().min(1).optional(),
  scopes: z.string(),
  dashboard: z.boolean(),
  model: z.array(z.string().min(1)),
  batchRows: z.coerce.number().int().min(1).max(1024),
  maxTokens: z.coerce.number().int().min(1),
  queue: z.coerce.number().int().min(1).max(100_000),
  rate: z.coerce.number().min(0),
  maxRequests: z.coerce.number().int().min(1),
  maxStreams: z.coerce.number().int().min(1),
  grace: z.coerce.number().min(0).max(3600),
  json: z.boolean().optional(),
});
type Flags = z.infer<typeof FlagsSchema>;

const verb: Verb = {
  name: 'serve',
  summary: 'Open the dashboard and the HTTP API of a lab folder, until Ctrl-C',
  configure: (command) => {
    command
      .option('--lab <folder>', 'lab folder', 'out/lab')
      .option('--port <n>', '0 = any free port', '8787')
      .option('--host <address>', 'address to listen on; others than loopback need --token-file', '127.0.0.1')
      .option('--token-file <file>', 'JSON file of hashed bearer tokens')
      .option('--add-token <name>', 'make a token, add its hash to --token-file, print it once and stop')
      .option('--scopes <list>', 'scopes of --add-token: read, submit, admin', 'read')
      .option('--no-dashboard', 'the API alone')
      .option(
        '--model <name=checkpoint>',
        'serve a model or run folder below /v1; may be given several times',
        (value: string, before: readonly string[]) => [...before, value],
        [] as readonly string[],
      )
      .option('--batch-rows <n>', 'completions decoded side by side', '32')
      .option('--max-tokens <n>', 'longest completion of a served model', '2048')
      .option('--queue <n>', 'chat requests that may wait or be decoded; more are answered 429', '256')
      .option(
        '--rate <n>',
        'requests a second of one token or address, 0 = no limit; more are answered 429',
        String(DEFAULT_LIMITS.rate),
      )
      .option(
        '--max-requests <n>',
        'requests under way; more are answered 503',
        String(DEFAULT_LIMITS.requests),
      )
      .option(
        '--max-streams <n>',
        'event streams open; more are answered 503',
        String(DEFAULT_LIMITS.streams),
      )
      .option(
        '--grace <s>',
        'seconds that answers under way may take after SIGTERM or Ctrl-C, while new requests are answered 503; then ' +
          'decoding ends, streams with an error event; a second signal stops at once',
        String(DEFAULT_GRACE_S),
      );
  },
  run: async (_args, options, context) => {
    const flags = resolveConfig('serve', options, FlagsSchema);
    return flags.addToken === undefined ? serve(flags, context) : makeToken(flags, flags.addToken);
  },
};
export default verb;

async function serve(flags: Flags, context: VerbContext) {
  const { host, port } = flags;
  const tokens = flags.tokenFile === undefined ? null : await readTokenFile(resolve(flags.tokenFile));
  requireSafeHost(host, tokens !== null);
  const lab = await openLiveLab({ lab: flags.lab, log: context.log });
  const stopping = new AbortController();
  let models: ChatModels | null = null;
  try {
    // The port first: whoever mistypes it need not wait for the index.
    let app: ReturnType<typeof createApp> | null = null;
    let waitingFor = 'records are read into the index';
    const server = await listen({
      host,
      port,
      fetch: (request, bindings) => app?.fetch(request, bindings) ?? startingAnswer(request, waitingFor),
    });
    try {
      const progress = indexProgress(context);
      await lab.index({
        ...progress,
        onRecord: (record) => {
          waitingFor = `records are read into the index, now ${record}`;
          progress.onRecord?.(record);
        },
      });
      waitingFor = 'the dashboard is built';
      const dashboard = flags.dashboard ? await builtDashboard(context.log) : null;
      if (flags.dashboard && dashboard === null)
        context.warn('this checkout has no dashboard: serving the API alone.');
      waitingFor = 'models are loaded';
      models = await openModels(flags, context);
      const limits = { rate: flags.rate, requests: flags.maxRequests, streams: flags.maxStreams };
      app = createApp({
        ...{ lab, tokens, dashboard, models, limits },
        ...{ stopping: stopping.signal, log: context.log },
      });
      announce(server.url, context);
      await aborted(context.signal);
    } finally {
      stopping.abort();
      await server.drain(flags.grace * 1000);
      // Whoever still waits for a completion is told; then its answer goes out.
      await models?.close();
      await server.stop();
    }
    return { result: { url: server.url, pid: process.pid, stopped: true }, text: 'Stopped.' };
  } finally {
    await lab.close();
  }
}

async function openModels(flags: Flags, context: VerbContext): Promise<ChatModels | null> {
  if (flags.model.length === 0) return null;
  const { batchRows, maxTokens, queue } = flags;
  const models = flags.model.map(modelSource);
  const twice = models.find(({ id }, i) => models.findIndex((other) => other.id === id) !== i);
  if (twice !== undefined) {
    throw new ConfigError('model-twice', `Two models are called "${twice.id}".`, {
      remedy: 'Name them: --model NAME=CHECKPOINT.',
    });
  }
  return openModelHost({ models, batchRows, maxTokens, queue, log: context.log });
}

/** "NAME=FOLDER", or a folder that gives its own name. */
function modelSource(text: string): ModelSource {
  const cut = text.indexOf('=');
  const folder = resolve(text.slice(cut + 1));
  return { id: cut > 0 ? text.slice(0, cut) : basename(folder), folder };
}

/** Under --json the line that programs wait for; the result at the end is one more. */
function announce(url: string, context: VerbContext): void {
  if (context.json) process.stdout.write(`${JSON.stringify({ url, pid: process.pid })}\n`);
  else process.stdout.write(`${url}\n`);
  context.log(`API: ${url}/docs   Stop with Ctrl-C.`);
}

async function makeToken(flags: Flags, name: string) {
  if (flags.tokenFile === undefined) {
    throw new ConfigError('token-file-missing', '--add-token needs --token-file.', {
      remedy: 'For example: parallax serve --token-file tokens.json --add-token dashboard --scopes read',
    });
  }
  const scopes = commaList(flags.scopes).map((scope) => resolveConfig('--scopes', scope, ScopeSchema));
  const token = await addToken(resolve(flags.tokenFile), name, scopes);
  return {
    result: { name, scopes, token, file: resolve(flags.tokenFile) },
    text: `${token}\n(kept nowhere: only its hash is in ${flags.tokenFile})`,
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done());
  });
}
