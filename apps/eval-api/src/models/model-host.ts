/** The server's side of the process that holds the models: starts it, queues, cancels, starts it again if it dies. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ConfigError, LabError } from '@parallax/lab';
import { ProblemError } from '../http/problem.ts';
import type { ChatEvent, ChatModels, ServedModel } from './chat-models.ts';
import { createEventQueue, type EventQueue } from './event-queue.ts';
import type { Failure, FromWorker, ModelSource, ToWorker } from './protocol.ts';

export interface ModelHostOptions {
  readonly models: readonly ModelSource[];
  readonly batchRows: number;
  readonly maxTokens: number;
  /** Jobs that may wait or be decoded at a time. */
  readonly queue: number;
  readonly log: (line: string) => void;
}

interface Running {
  readonly child: ChildProcess;
  readonly jobs: Map<number, EventQueue<ChatEvent>>;
  readonly loaded: Promise<readonly ServedModel[]>;
}

const PROGRAM = fileURLToPath(new URL('./model-process.ts', import.meta.url));

/** Loads all models. @throws ConfigError for a checkpoint that cannot be used, as `loadModel` says it. */
export async function openModelHost(options: ModelHostOptions): Promise<ChatModels> {
  const { queue, log } = options;
  let closed = false;
  let nextId = 1;
  let running = start(options);
  let models: readonly ServedModel[];
  try {
    models = await running.loaded;
  } catch (error) {
    running.child.kill('SIGKILL');
    throw error;
  }

  const current = (): Running => {
    if (running.child.exitCode === null && running.child.signalCode === null && running.child.connected)
      return running;
    if (closed) throw stopped();
    log('The process that holds the models ended; starting it again.');
    running = start(options);
    running.loaded.catch((error: unknown) => log(`error: ${String(error)}`));
    return running;
  };

  return {
    get models() {
      return models;
    },
    get load() {
      return running.jobs.size;
    },
    get pid() {
      return running.child.pid!; // fork() gave it one, or loading had failed
    },
    async *complete(job, signal) {
      if (!models.some(({ id }) => id === job.model)) {
        throw new ProblemError(
          404,
          'model-not-found',
          `There is no model "${job.model}".`,
          'GET /v1/models lists them.',
        );
      }
      const { jobs, child, loaded } = current();
      if (jobs.size >= queue) {
        throw new ProblemError(
          ...([429, 'queue-full', `${jobs.size} requests wait already.`, 'Try again later.'] as const),
          { headers: { 'retry-after': '2' } },
        );
      }
      signal.throwIfAborted();
      const id = nextId++;
      const leave = (): void => {
        if (jobs.delete(id) && child.connected) tell(child, { type: 'cancel', id });
      };
      const events = createEventQueue<ChatEvent>(leave);
      const onAbort = (): void => {
        leave();
        events.fail(signal.reason);
      };
      jobs.set(id, events);
      signal.addEventListener('abort', onAbort);
      try {
        await loaded.catch(() => {
          throw stopped();
        });
        if (child.connected && !signal.aborted) tell(child, { type: 'job', id, job });
        yield* events;
      } finally {
        signal.removeEventListener('abort', onAbort);
        leave();
      }
    },
    close: async () => {
      closed = true;
      const { child, jobs } = running;
      for (const id of [...jobs.keys()]) finish(jobs, id, (events) => events.fail(stopped()));
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((done) => child.once('exit', done));
      // It ends when the channel does; a step of a large model may take a while, and nobody waits for its result.
      if (child.connected) child.disconnect();
      const timer = setTimeout(() => child.kill('SIGKILL'), 2000);
      await gone;
      clearTimeout(timer);
    },
  };
}

function start({ models, batchRows, maxTokens, log }: ModelHostOptions): Running {
  // Its standard output is ours for machine-readable lines: what libraries print goes to stderr.
  const child = fork(PROGRAM, { serialization: 'advanced', stdio: ['ignore', 2, 2, 'ipc'] });
  const jobs: Running['jobs'] = new Map();
  const loaded = new Promise<readonly ServedModel[]>((done, fail) => {
    child.on('message', (message: FromWorker) => {
      switch (message.type) {
        case 'loaded':
          log(`Serving ${message.models.map(({ id }) => id).join(', ')} on ${message.note}.`);
          return done(message.models);
        case 'load-failed':
          return fail(loadError(message.failure));
        case 'warning':
          return log(`warning: ${message.message}`);
        case 'event':
          return jobs.get(message.id)?.push(message.event);
        case 'end':
          return finish(jobs, message.id, (events) => events.end());
        case 'failed':
          return finish(jobs, message.id, (events) => events.fail(problemOf(message.failure, log)));
      }
    });
    const onGone = (): void => {
      const error = new ProblemError(
        503,
        'model-process-ended',
        'The process that holds the models ended.',
        'Ask again: it is started anew.',
      );
      fail(
        new LabError('model-process-ended', 'The process that holds the models ended while it loaded them.'),
      );
      for (const id of [...jobs.keys()]) finish(jobs, id, (events) => events.fail(error));
    };
    child.once('exit', onGone);
    child.once('error', onGone);
  });
  tell(child, { type: 'load', models, batchRows, maxTokens });
  return { child, jobs, loaded };
}

function finish(jobs: Running['jobs'], id: number, how: (events: EventQueue<ChatEvent>) => void): void {
  const events = jobs.get(id);
  jobs.delete(id);
  if (events !== undefined) how(events);
}

function tell(child: ChildProcess, message: ToWorker): void {
  // A child that is going away is seen by its exit.
  child.send(message, () => undefined);
}

function loadError({ code, message, remedy, input }: Failure): LabError {
  const Kind = input ? ConfigError : LabError;
  return new Kind(code, message, remedy === null ? {} : { remedy });
}

function problemOf({ code, message, remedy, input }: Failure, log: (line: string) => void): ProblemError {
  if (input) return new ProblemError(400, code, message, remedy ?? undefined, { param: 'messages' });
  log(`error: decoding failed: ${message}`);
  return new ProblemError(
    500,
    'decoding-failed',
    'The model failed on this request; the log of the server says why.',
    'Read what `parallax serve` printed.',
  );
}

function stopped(): ProblemError {
  return new ProblemError(
    503,
    'stopping',
    'The server is stopping; the models are not available any more.',
    'Ask again when it has started anew.',
  );
}
