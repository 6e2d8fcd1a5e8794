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
import { errorResponse, problemResponse } from './http/problem.ts';
import { createTraffic } from './http/traffic.ts';
import type { LiveLab } from './live/live-lab.ts';
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
  /** Aborted when the server stops: open streams end. */
  readonly stopping?: AbortSignal;
  readonly log?: (line: string) => void;
}

const MAX_BODY_BYTES = 1024 * 1024;
/** What a token guards. The page itself holds no data; /healthz is for whoever watches the server. */
const GUARDED = ['/api/*', '/metrics', '/openapi.json', '/docs'];

export function createApp(options: AppOptions) {
  const { lab, tokens = null, dashboard = null, log = () => undefined } = options;
  const context: RouteContext = { lab, log };
  const traffic = createTraffic();
  const app = newRouter();
  app.onError((error, c) => errorResponse(c, error, log));
  app.notFound((c) =>
    problemResponse(c, { status: 404, code: 'not-found', detail: `There is nothing at ${c.req.path}.` }),
  );
  app.use(traffic.middleware, securityHeaders());
  if (tokens === null) app.use(localOnly());
  else for (const path of GUARDED) app.use(path, requireToken(tokens));
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES }));
  // Records compress tenfold; events must not wait in a compressor, and pictures are compressed already.
  app.use('/api/*', (c, next) => (isStream(c.req.path) ? next() : compressor(c, next)));
  const selections = openSelections();
  const tests = openPairedTests(selections);
  const routes = [
    healthRoutes(context, traffic),
    datasetRoutes(context),
    questionRoutes(context),
    imageRoutes(context),
    runRoutes(context),
    metricRoutes(context),
    eventRoutes(context, options.stopping ?? new AbortController().signal),
    rolloutRoutes(context),
    evaluationRoutes(context, selections),
    sampleRoutes(context, selections, openReadings(lab.folder)),
    compareRoutes(context, selections, tests),
    referenceRoutes(context, tests),
    answerRoutes(context),
    reportRoutes(context),
  ];
  for (const room of routes) app.route('/', room);
  addDocuments(app);
  if (dashboard !== null) app.use(dashboardFiles(dashboard));
  return app;
}

const compressor = compress({ threshold: 2048 });

function isStream(path: string): boolean {
  return path.endsWith('/events') || path.includes('/images/');
}
