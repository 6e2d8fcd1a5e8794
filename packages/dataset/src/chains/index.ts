/** Facts as words, and words as claims. Runs in a browser: rewards check the chains of a model with it. */

export { type CounterfactualChain, counterfactualChain } from './counterfactual.ts';
export type { Fact, Wording } from './facts/fact.ts';
export { wordFacts } from './facts/word-facts.ts';
export { chainOf } from './reading/chain-of.ts';
export { reasoningStart } from './reasoning-start.ts';
export { type ChainVerdict, type CheckedClaim, type ReadClaim, readClaims, verifyChain } from './verify.ts';
