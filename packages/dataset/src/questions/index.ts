export { BOARD_SQUARES } from '../scenes/board-map.ts';
export { writeChain } from './chain/write-chain.ts';
export type { Discarded, KindDefinition, QuestionSource } from './kind.ts';
export { isDiscarded } from './kind.ts';
export { kindOf, makeQuestion } from './make.ts';
export { questionKinds } from './registry.ts';
