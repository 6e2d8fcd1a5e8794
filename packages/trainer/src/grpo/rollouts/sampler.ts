/** Where completions come from: the policy itself, or a script in tests. */
import type { EncodedPrompt } from '../../batching/encode.ts';
import type { VisionLanguageModel } from '../../model/index.ts';
import type { SamplingTokenizer } from '../../sampling/decode-rows.ts';
import { type Sampled, type SampleOptions, sample } from '../../sampling/sample.ts';

export interface Sampler {
  /** One list of `options.n` completions for each prompt; the same call gives the same completions. */
  sample(prompts: readonly EncodedPrompt[], options: SampleOptions): Promise<Sampled[][]>;
}

export function modelSampler(model: VisionLanguageModel, tokenizer: SamplingTokenizer): Sampler {
  return { sample: (prompts, options) => sample(model, tokenizer, prompts, options) };
}
