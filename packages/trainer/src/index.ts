/** Qwen2.5-VL in TensorFlow.js: backend, model, tokenizer and image processor; SFT and GRPO loops. */
export { executeOp, hasNativeOps, type OpAttributes } from './backend/execute-op.ts';
export {
  BACKEND_CHOICES,
  type BackendChoice,
  type BackendInfo,
  backendInfo,
  backendLine,
  type InitBackendOptions,
  initBackend,
} from './backend/init-backend.ts';
export { type Tensor, type Tensor2D, type Tf, tf, type Variable } from './backend/tf.ts';
export * from './batching/collate.ts';
export * from './batching/encode.ts';
export type { ExampleSource } from './batching/example-stream.ts';
export { mixSeed, permutationAt, uniformAt } from './batching/random.ts';
export { type FoundCheckpoint, latestCheckpoint, verifyCheckpoint } from './checkpoint/latest-checkpoint.ts';
export { modelFolder } from './checkpoint/model-folder.ts';
export { listCheckpoints } from './checkpoint/run-folder.ts';
export { assertSameRun, firstDifference, type RunIdentity } from './checkpoint/run-record.ts';
export { type FinishedRun, type RunHooks, readResult } from './checkpoint/run-training.ts';
export { copyAssets } from './checkpoint/save-checkpoint.ts';
export { modelDigest, weightsDigest } from './checkpoint/weights-digest.ts';
export * from './conformance/index.ts';
export type { SceneView, Task } from './environments/environment.ts';
export type { TaskSource } from './grpo/rollouts/collect-rollouts.ts';
export { type RunGrpoOptions, runGrpo } from './grpo/run-grpo.ts';
export * from './images/index.ts';
export { trainableParameters } from './learner/trainable.ts';
export * from './lora/index.ts';
export * from './model/index.ts';
export { fusedCrossEntropy, tokenLogprobs } from './ops/cross-entropy.ts';
export { AdamW } from './optimizer/adamw/adamw.ts';
export { learningRateAt } from './optimizer/schedule.ts';
export * from './plan/index.ts';
export { operationTable } from './profile/operation-table.ts';
export { type Profile, startProfile } from './profile/start-profile.ts';
export {
  type DecodedRow,
  type DecodeRowsOptions,
  decodeRows,
  type Finish,
  type RowRequest,
  type RowToken,
  type SamplingTokenizer,
} from './sampling/decode-rows.ts';
export type { RankedToken } from './sampling/rank-tokens.ts';
export { type Sampled, type SampleOptions, sample } from './sampling/sample.ts';
export { measureTargets, type TokenTargets, targetsOf } from './sampling/token-logprobs.ts';
export * from './schema.ts';
export * from './segmentation/index.ts';
export { type RunSftOptions, runSft } from './sft/run-sft.ts';
export { sftStep } from './sft/sft-step.ts';
export * from './tokenizer/index.ts';
export * from './weights/index.ts';
