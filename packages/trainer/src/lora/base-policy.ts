/** The reference policy of a run that trains an adapter: the same weights with the adapter off, no second copy. */
import { applyAdapter, type LoraAdapter, type VisionLanguageModel } from '../model/index.ts';
import type { Policy } from '../sampling/token-logprobs.ts';

/** Takes the adapter off for the time of each call; `adapter` must be what the model computes with otherwise. */
export function basePolicy(model: VisionLanguageModel, adapter: LoraAdapter): Policy {
  const bare = <T>(compute: () => T): T => {
    model.setOverlay(null);
    try {
      return compute();
    } finally {
      applyAdapter(model, adapter);
    }
  };
  return {
    hiddenAt: (batch, positions) => bare(() => model.hiddenAt(batch, positions)),
    logits: (hidden_ND) => bare(() => model.logits(hidden_ND)),
  };
}
