/** The compact chain of a question: its facts, then the words of the option that they lead to. */
import { concluded } from '../../chains/conclusion.ts';
import { wordFacts } from '../../chains/facts/word-facts.ts';
import type { Question } from '../../schema.ts';
import type { KindSpec } from '../kind.ts';
import { chainFacts } from './chain-facts.ts';

/** @returns null when the kind has no chain or nothing can be stated. */
export function compactChain(spec: KindSpec, question: Question): string | null {
  const facts = chainFacts(spec, question.geometry, 'compact');
  if (facts.length === 0 && spec.concludesAlone !== true) return null;
  return concluded(wordFacts(facts, 'compact', question.questionId), question.options, question.answer);
}
