/**
 * The official prompt: steps to follow, and a last line to be found by a pattern.
 * Source: qizekun/OmniSpatial at 208bac25 (MIT), system_prompts.py manual_cot and re, api_eval.py.
 */
import type { ChatMessage } from '@parallax/dataset/schema';
import { letterOf } from '@parallax/rewards';
import type { OmniSpatialRow } from './row.ts';

const STEPS = `
You are a spatial-reasoning assistant.

Task
-----
You will receive
1. **Image** - a single RGB frame depicting a scene.
2. **Question** - a natural-language query about spatial relationships between objects in the image.
3. **Options** - ≥2 answer candidates, each tagged by a capital letter (A, B, C, D…).

Guidelines
----------
Please follow these steps to analyze the image and answer the question:
1. First, carefully observe the image and identify all relevant objects and their spatial relationships.
2. Next, break down the question into key components that need to be addressed.
3. Think through the spatial reasoning step-by-step to arrive at your answer. It may be necessary to transfer perspective to better understand the scene.
4. Finally, select the most appropriate option (A, B, C, or D) based on your analysis.

Always ground your answer in the visual evidence; do not hallucinate unseen objects.
If uncertain, pick the most plausible option—never refuse or reply “insufficient information.”
`;
const FORMAT = `
End your answer with a separate line formatted exactly as:

Answer: X
where X ∈ {A, B, C, D}.
`;

/** A system turn, then the question, its options and the picture. */
export function omniSpatialPrompt({ question, options }: OmniSpatialRow): ChatMessage[] {
  const listed = options.map((option, i) => `${letterOf(i)}. ${option}\n`).join('');
  return [
    { role: 'system', content: `${STEPS}\n${FORMAT}` },
    { role: 'user', content: [{ type: 'text', text: `${question}\n${listed}` }, { type: 'image' }] },
  ];
}
