/**
 * Prompts. The published ones stand to the letter, odd grammar included: a model trained on them expects them.
 * Source: Actial (arXiv 2511.01618), appendix on prompts.
 */

export const ACTIAL_SYSTEM_PROMPT =
  'You are Actial, a helpful assistant with excellent reasoning ability. A user asks you a question, and you should try to solve it. You should first think about the reasoning process in the mind and then provides the user with the answer. The reasoning process and answer are enclosed within <think> </think> and <answer> </answer> tags, respectively, i.e., <think> reasoning process here </think><answer> answer here </answer>';

/** Short system messages for models trained from scratch: few tokens, and they tell the two styles apart. */
export const LETTER_SYSTEM_PROMPT = 'Answer with the letter only.';
export const CHAIN_SYSTEM_PROMPT = 'Think, then answer.';

const TEACHER_HEAD =
  "I'll give you an example, please follow the example to analyze the camera movement between the two images.";
const TEACHER_BODY =
  'Please analyze the given two images using the same approach as I provided above. Including the Image Identify, Visual Analysis, Analyze Specific Movements, Synthesize the Trajectory, Answer Question. Do not use the relative position changes of objects in the image, consider the changes in three-dimensional space.';
const TEACHER_TAIL = 'Please provide a sufficiently detailed analysis..';

/** The published teacher prompt: an example chain, and the right answers that the teacher has to explain. */
export function teacherPrompt(
  example: string,
  truth: {
    readonly egoTranslation: string;
    readonly objectCentricTranslation: string;
    readonly egoRotation: string;
    readonly yawDeg: number;
  },
): string {
  const answer = `The correct answer is: move to the ${truth.egoTranslation} in camera's perspective; move to the ${truth.objectCentricTranslation} in object's perspective; rotate to the ${truth.egoRotation} with about ${Math.abs(Math.round(truth.yawDeg))} degrees.`;
  return `${TEACHER_HEAD} ${example} ${TEACHER_BODY} ${answer} ${TEACHER_TAIL}`;
}
