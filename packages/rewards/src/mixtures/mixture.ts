/** A reward as a named, weighted sum of parts that explain themselves, judged against no more than it says it reads. */
import { DataFormatError } from '@parallax/lab';
import type { z } from 'zod';
import type { ParsedAnswer, Score, ScorePart } from '../schema.ts';

/** A completion, and what a reward of whole groups reads beside it. */
export interface Rollout {
  readonly completion: string;
  /** Of the completion, as the policy's tokenizer counts; null where nobody counted. */
  readonly tokens: number | null;
  /** All completions of the same prompt, this one among them. */
  readonly group: readonly string[];
}

export interface Measured {
  /** 0..1 */
  readonly value: number;
  readonly reason: string;
}

/** One part of a reward, before weighting. `Truth`: what it reads of a question. */
export interface RewardPart<Truth> {
  readonly name: string;
  readonly weight: number;
  readonly measure: (truth: Truth, rollout: Rollout) => Measured;
}

export interface MixtureDeclaration<Truth> {
  readonly name: string;
  readonly description: string;
  /** What it needs, and nothing more: a whole `Question` fits where its kind of answer does. */
  readonly truth: z.ZodType<Truth>;
  /** The same for people, as the end of "The reward reads ...". */
  readonly reads: string;
  /** Weights sum to 1, so that a reward lies in 0..1. */
  readonly parts: readonly RewardPart<Truth>[];
  /** How the answer shown beside the reward was read. */
  readonly parse: (truth: Truth, completion: string) => ParsedAnswer;
  /** It compares the completions of a prompt with each other, or counts tokens: a completion alone is not enough. */
  readonly ofGroups?: true;
}

/** Never throws on a completion, whatever it holds; in linear time of its length. */
export type Judge = (completion: string, beside?: Partial<Omit<Rollout, 'completion'>>) => Score;

export interface Mixture {
  readonly name: string;
  readonly description: string;
  readonly reads: string;
  readonly ofGroups: boolean;
  readonly parts: readonly Pick<RewardPart<never>, 'name' | 'weight'>[];
  /**
   * Takes what it reads out of a record: a question, a row of a file, a label.
   * @param where names the record in errors.
   * @throws DataFormatError `wrong-shape` naming `where`, the key and what the reward reads.
   */
  judge(record: unknown, where: string): Judge;
}

export function defineMixture<Truth>(declaration: MixtureDeclaration<Truth>): Mixture {
  const { name, description, reads, parts, ofGroups = false } = declaration;
  return {
    ...{ name, description, reads, parts, ofGroups },
    judge: (record, where) => {
      const truth = declaration.truth.safeParse(record);
      if (!truth.success) {
        const issue = truth.error.issues[0];
        throw new DataFormatError(
          'wrong-shape',
          `${where}: key ${issue?.path.join('.') || '(root)'}: ${issue?.message}.`,
          { remedy: `The reward "${name}" reads ${reads}.` },
        );
      }
      return (completion, { tokens = null, group = [completion] } = {}) =>
        sumOf(declaration, truth.data, { completion, tokens, group });
    },
  };
}

function sumOf<Truth>({ parts, parse }: MixtureDeclaration<Truth>, truth: Truth, rollout: Rollout): Score {
  const measured: ScorePart[] = parts.map(({ name, weight, measure }) => ({
    name,
    weight,
    ...measure(truth, rollout),
  }));
  const value = measured.reduce((sum, part) => sum + part.weight * part.value, 0);
  return { value, parts: measured, parsed: parse(truth, rollout.completion) };
}
