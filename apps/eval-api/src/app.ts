/** The whole HTTP application, without a socket: `createApp(...).request('/api/runs')` answers in a test. */
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { localOnly } from './auth/local-only.ts';
import { requireToken } from './auth/require-token.ts';
import type { TokenFile } from './auth/token-file.ts';
import { openPairedTests } from './comparisons/paired-tests.ts';
import { openReadings } from './comparisons/readings.ts';
import { openSelections } from './comparisons/selections.ts';
import { securityHeaders } from './http/headers.ts';
import { createPlaces, limitInFlight } from './http/places.ts';
import { errorResponse, ProblemError, problemResponse } from './http/problem.ts';
import { rateLimit } from './http/rate-limit.ts';
import { refuseWhen } from './http/stopping.ts';
import { jsonOnly, knownParameters, methodNotAllowed, plainRequest } from './http/strict.ts';
import { createTraffic } from './http/traffic.ts';
import type { LiveLab } from './live/live-lab.ts';
import type { ChatModels } from './models/chat-models.ts';
import { datasetRoutes } from './routes/data/datasets.ts';
import { imageRoutes } from './routes/data/images.ts';
import { questionRoutes } from './routes/data/questions.ts';
import { newRouter, type RouteContext } from './routes/define.ts';
import { answerRoutes } from './routes/evaluation/answers.ts';
import { compareRoutes } from './routes/evaluation/compare.ts';
import { evaluationRoutes } from './routes/evaluation/evaluations.ts';
import { referenceRoutes } from './routes/evaluation/reference.ts';
import { reportRoutes } from './routes/evaluation/reports.ts';
import { sampleRoutes } from './routes/evaluation/samples.ts';
import { chatRoutes } from './routes/openai/chat.ts';
import { rewardRoutes } from './routes/rewards/score.ts';
import { addDocuments } from './routes/system/documents.ts';
import { healthRoutes } from './routes/system/health.ts';
import { eventRoutes } from './routes/training/events.ts';
import { metricRoutes } from './routes/training/metrics.ts';
import { rolloutRoutes } from './routes/training/rollouts.ts';
import { runRoutes } from './routes/training/runs.ts';
import { dashboardFiles } from './serving/dashboard-files.ts';

export interface AppOptions {
  readonly lab: LiveLab;
  /** null: everyone on this machine may do everything. */
  readonly tokens?: TokenFile | null;
  /** Folder of the built dashboard; null serves the API alone. */
  readonly dashboard?: string | null;
  /** Checkpoints that answer below /v1; null = none. */
  readonly models?: ChatModels | null;
  /** Pixels of one picture in a request; default 50 million. */
  readonly maxImagePixels?: number;
  readonly limits?: Partial<Limits>;
  /** Aborted when the server stops: streams of events end, new requests are answered 503. */
  readonly stopping?: AbortSignal;
  readonly log?: (line: string) => void;
}

/** What one caller, and all together, may ask of the server. */
export interface Limits {
  /** Requests a second of one token or address; 0 = no limit. */
  readonly rate: number;
  /** Requests under way. */
  readonly requests: number;
  /** Streams of events that are open. */
  readonly streams: number;
}

export const DEFAULT_LIMITS: Limits = { rate: 1000, requests: 4096, streams: 2048 };
/** After a pause a caller may ask for so many seconds' worth at once: a page loads with hundreds of pictures. */
const BURST_SECONDS = 5;
const MAX_BODY_BYTES = 1024 * 1024;
/** Conversations hold their pictures; batches of rewards hold whole completions. */
const MAX_V1_BODY_BYTES = 64 * 1024 * 1024;
const MAX_IMAGES = 64;
const MAX_IMAGE_PIXELS = 50_000_000;
/** Whoever watches the server must get an answer when it is busy. */
const UNLIMITED = ['/healthz', '/metrics'];
/** What a token guards. The page itself holds no data; /healthz is for whoever watches the server. */
const GUARDED = ['/api/*', '/v1/*', '/metrics', '/openapi.json', '/docs'];

export function createApp(options: AppOptions) {
  const { lab, tokens = null, dashboard = null, models = null, log = () => undefined } = options;
  const { maxImagePixels = MAX_IMAGE_PIXELS } = options;
  const context: RouteContext = { lab, log };
  const traffic = createTraffic();
  const app = newRouter();
  app.onError((error, c) => errorResponse(c, error, log));
  app.notFound(
    (c) =>
      methodNotAllowed(c, app.routes) ??
      problemResponse(c, {
        ...{ status: 404, code: 'not-found', detail: `There is nothing at ${c.req.path}.` },
        remedy: 'GET /docs shows every address.',
      }),
  );
  const stopping = options.stopping ?? new AbortController().signal;
  app.use(traffic.middleware, securityHeaders(), refuseWhen(stopping));
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const ofCaller = rateLimit(
    { perSecond: limits.rate, burst: Math.max(1, limits.rate * BURST_SECONDS) },
    tokens,
  );
  const inFlight = limitInFlight(createPlaces(limits.requests, 'requests'));
  for (const limit of [ofCaller, inFlight]) {
    app.use((c, next) => (UNLIMITED.includes(c.req.path) ? next() : limit(c, next)));
  }
  if (tokens === null) app.use(localOnly());
  else for (const path of GUARDED) app.use(path, requireToken(tokens));
  app.use(jsonOnly(() => app.routes));
  app.use(knownParameters(() => app.openAPIRegistry.definitions));
  app.use(plainRequest);
  app.use((c, next) => (c.req.path.startsWith('/v1/') ? largeBodies : smallBodies)(c, next));
  // Records compress tenfold; events must not wait in a compressor, and pictures are compressed already.
  app.use('/api/*', (c, next) => (isStream(c.req.path) ? next() : compressor(c, next)));
  const selections = openSelections();
  const tests = openPairedTests(selections);
  const routes = [
    healthRoutes(context, traffic, models),
    datasetRoutes(context),
    questionRoutes(context),
    imageRoutes(context),
    runRoutes(context),
    metricRoutes(context),
    eventRoutes(context, stopping, createPlaces(limits.streams, 'streams')),
    rolloutRoutes(context),
    evaluationRoutes(context, selections),
    sampleRoutes(context, selections, openReadings(lab.folder)),
    compareRoutes(context, selections, tests),
    referenceRoutes(context, tests),
    answerRoutes(context),
    reportRoutes(context),
    chatRoutes(context, { models, maxImagePixels, maxImages: MAX_IMAGES }),
    rewardRoutes(context),
  ];
  for (const room of routes) app.route('/', room);
  addDocuments(app, tokens !== null);
  if (dashboard !== null) app.use(dashboardFiles(dashboard));
  return app;
}

const smallBodies = limitBodies(MAX_BODY_BYTES);
const largeBodies = limitBodies(MAX_V1_BODY_BYTES);

function limitBodies(maxSize: number) {
  const detail = `The body of the request is larger than ${maxSize / 1024 ** 2} MiB.`;
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new ProblemError(413, 'body-too-large', detail, 'Send less at a time.');
    },
  });
}

const compressor = compress({ threshold: 2048 });

function isStream(path: string): boolean {
  return path.endsWith('/events') || path.includes('/images/');
}
