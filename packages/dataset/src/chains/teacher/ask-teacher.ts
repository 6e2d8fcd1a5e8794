/** Asks a teacher about many questions at once, paying for each reply once. */
import { LabError, ProviderError } from '@parallax/lab';
import type { Question } from '../../schema.ts';
import { judgeReply } from '../derive/judge-chain.ts';
import { AnswersFile, type TeacherAnswer } from './answers-file.ts';
import type { Budget } from './budget.ts';
import { type TeacherSampling, teacherRequest } from './prompt.ts';
import type { Teacher, TeacherReply, TeacherRequest } from './teacher.ts';

export interface AskTeacherOptions {
  readonly teacher: Teacher;
  readonly sampling: Omit<TeacherSampling, 'model'>;
  readonly budget: Budget;
  /** Questions under way at once. */
  readonly concurrency: number;
  readonly journal: string;
  readonly signal?: AbortSignal;
  /** True: a spent budget ends the asking, and what is unanswered is left out. */
  readonly finish?: boolean;
  readonly onAnswer?: (answer: TeacherAnswer) => void;
}

export interface Asked {
  readonly question: Question;
  readonly images: readonly Uint8Array[];
}

export interface TeacherAnswers {
  /** Question id -> reply; failed and left-out questions are in `reasons` instead. */
  readonly replies: ReadonlyMap<string, TeacherAnswer>;
  readonly reasons: ReadonlyMap<string, string>;
}

/** Failures that no other question will escape. */
const HOPELESS = new Set(['unauthorized', 'not-served', 'bad-url']);
/** So many failures in a row, and no reply among them, are an outage. */
const OUTAGE = 8;

/**
 * @throws LabError `budget-spent` (unless `finish`), ProviderError when the server refuses everybody or stays away,
 * the signal's reason after an abort. All replies until then are in the journal, and the next call goes on from them.
 */
export async function askTeacher(
  questions: AsyncIterable<Asked>,
  options: AskTeacherOptions,
): Promise<TeacherAnswers> {
  const { teacher, sampling, budget, signal } = options;
  const { file, answers } = await AnswersFile.open(options.journal);
  for (const line of answers) budget.addSpent(line.requests, line.promptTokens + line.completionTokens);
  const known = new Map(answers.filter(({ text }) => text !== null).map((line) => [line.digest, line]));
  const replies = new Map<string, TeacherAnswer>();
  const reasons = new Map<string, string>();
  const underWay = new Map<string, TeacherAnswer | Promise<TeacherAnswer>>();
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  let inARow = 0;

  const handle = async ({ question, images }: Asked): Promise<void> => {
    const request = teacherRequest(question, images, { ...sampling, model: teacher.modelId });
    if ('reason' in request) return void reasons.set(question.questionId, request.reason);
    // The published prompt is one for all questions of a pair: they share its reply, also while it is under way.
    const shared = underWay.get(request.digest) ?? known.get(request.digest) ?? pay(question, request);
    underWay.set(request.digest, shared);
    const answer = await shared;
    options.onAnswer?.(answer);
    if (answer.text === null) reasons.set(question.questionId, `provider-error: ${answer.reason}`);
    else replies.set(question.questionId, answer);
  };

  const pay = async (question: Question, request: TeacherRequest): Promise<TeacherAnswer> => {
    const reserved = budget.reserve(request.maxTokens);
    const reply = await teacher.ask(request, either);
    const answer = toAnswer(question, request, reply, teacher.modelId, budget.drainRequests());
    budget.settle(reserved, answer.promptTokens, answer.completionTokens);
    await file.append(answer);
    inARow = reply.error === null ? 0 : inARow + 1;
    if (reply.error !== null) stopWhenHopeless(reply.error, inARow);
    return answer;
  };

  const iterator = questions[Symbol.asyncIterator]();
  let failure: unknown;
  // One step of the source at a time: its pictures are read when a worker is free for them.
  let turn: Promise<unknown> = Promise.resolve();
  const next = (): Promise<IteratorResult<Asked>> => {
    const step = turn.then(() => iterator.next());
    turn = step.catch(() => undefined);
    return step;
  };
  const work = async (): Promise<void> => {
    try {
      while (failure === undefined) {
        either.throwIfAborted();
        const step = await next();
        if (step.done === true) return;
        await handle(step.value);
      }
    } catch (error) {
      failure ??= error;
      // A spent budget lets what is under way come home; anything else ends it.
      if (!isSpent(error)) stop.abort(error);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, work));
  await file.close();
  await iterator.return?.();
  signal?.throwIfAborted();
  if (failure !== undefined && !(options.finish === true && isSpent(failure))) throw failure;
  return { replies, reasons };
}

function toAnswer(
  question: Question,
  request: TeacherRequest,
  reply: TeacherReply,
  model: string,
  requests: number,
): TeacherAnswer {
  const judged = reply.text === null ? null : judgeReply(question, reply.text, reply.finishReason);
  return {
    schemaVersion: 1,
    digest: request.digest,
    questionId: question.questionId,
    kind: question.kind,
    model,
    text: reply.text,
    finishReason: reply.finishReason,
    // A server that does not count is taken at its most.
    promptTokens: reply.promptTokens ?? 0,
    completionTokens: reply.completionTokens ?? (reply.text === null ? 0 : request.maxTokens),
    requests,
    verdict: judged === null ? 'failed' : judged.reason === null ? 'accepted' : 'rejected',
    reason: judged?.reason ?? reply.error?.code ?? 'holds',
  };
}

function stopWhenHopeless({ code, message }: { code: string; message: string }, inARow: number): void {
  if (code === 'budget-spent')
    throw new LabError(code, message, { remedy: 'Raise --max-requests, or give --finish.' });
  if (!HOPELESS.has(code) && inARow < OUTAGE) return;
  throw new ProviderError(
    code,
    HOPELESS.has(code) ? message : `${inARow} requests in a row failed; the last: ${message}`,
    {
      retryable: !HOPELESS.has(code),
      remedy: 'See to the server, the key and the model, and run the same command again: replies are kept.',
    },
  );
}

function isSpent(error: unknown): boolean {
  return error instanceof LabError && error.code === 'budget-spent';
}
