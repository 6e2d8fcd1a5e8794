/** A task is data plus the way to put and score it; everything a benchmark decides is declared here. */
import type { ChatMessage } from '@parallax/dataset/schema';
import type { Score } from '@parallax/rewards/schema';

export interface TaskSample {
  readonly id: string;
  /** Category of the per-kind table. */
  readonly kind: string;
  /** Cluster for intervals: samples that share a scene are not independent. */
  readonly groupId: string;
  readonly messages: readonly ChatMessage[];
  readonly images: readonly Uint8Array[];
  readonly answer: string;
  /** Accuracy of a uniform guess on this sample. */
  readonly chance: number;
  /**
   * Where the question is asked in several forms: way of changing it ("flip", "rotation") -> name that all forms of the
   * question share.
   */
  readonly forms?: Readonly<Record<string, string>>;
  /** Why it cannot be asked (a picture is missing): it is recorded with this error and stays in the denominator. */
  readonly failure?: { readonly code: string; readonly message: string };
}

export interface Task<S extends TaskSample = TaskSample> {
  /** Stands in tables and records: "viewpoint-nano/test". */
  readonly name: string;
  readonly description: string;
  /** What decides the samples, for the record: split, kinds, limit, style. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Always in the same order. */
  samples(): AsyncIterable<S>;
  /** Never throws on a completion, whatever it holds. */
  score(sample: S, completion: string): Score;
  /**
   * Numbers of the official scorers, for scorers.json beside the log; a task that leaves it out has none.
   * @param completions id -> raw completion, of the samples that were answered
   */
  reports?(completions: ReadonlyMap<string, string>): Readonly<Record<string, unknown>>;
  /**
   * The same question with its options moved on by `steps` letters (1: A gets B's text) and the answer with them; null
   * once `steps` reaches the number of options, and for a sample without options. A task that leaves it out has none.
   */
  rotate?(sample: S, steps: number): S | null | Promise<S | null>;
  /** Why, where `rotate` is left out: a sentence for people. */
  readonly unrotated?: string;
}

/** The messages as one text, images as `<image>`, for records and people. */
export function promptText(messages: readonly ChatMessage[]): string {
  const texts = messages.map(({ role, content }) => ({
    role,
    text:
      typeof content === 'string'
        ? content
        : content.map((part) => (part.type === 'text' ? part.text : '<image>')).join(''),
  }));
  const only = texts[0];
  if (only !== undefined && texts.length === 1) return only.text;
  return texts.map(({ role, text }) => `${role}: ${text}`).join('\n\n');
}
