export { type SplitRatios, SplitRatiosSchema, splitOfSubject } from './split-of-subject.ts';
