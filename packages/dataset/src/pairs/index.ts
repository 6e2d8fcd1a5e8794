export type { PairSource } from './candidates.ts';
export { choosePairs } from './choose.ts';
export { MotionFreedomSchema, type PairProfile, PairProfileSchema } from './profile.ts';
export { type PairSlice, publishedPairs } from './published-pairs.ts';
