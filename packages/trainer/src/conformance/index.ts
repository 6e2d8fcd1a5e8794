/** Golden values of the reference implementations against this one. */
export type { Comparison, Tolerance } from './compare.ts';
export { type VerifyGoldenOptions, verifyGolden } from './verify-golden.ts';
