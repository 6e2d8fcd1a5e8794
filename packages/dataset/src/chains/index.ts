/** Facts as words, and words as claims. Runs in a browser: rewards check the chains of a model with it. */
export type { Fact, Wording } from './fact.ts';
export { type ChainVerdict, type CheckedClaim, verifyChain } from './verify.ts';
export { wordFacts } from './word-facts.ts';
