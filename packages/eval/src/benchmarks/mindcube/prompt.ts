/**
 * The benchmark's plain prompt, word for word (a model is compared under it); pictures stand before it.
 * Source: mll-lab-nu/MindCube 6d8fd9ac, src/prompt_generation/templates.py RawQATemplate.
 */
const BACKGROUND = `[Task]
Your task is to analyze the spatial arrangement of objects in the scene by examining the provided images, which show the scene from different viewpoints.
[Answer Instruction]
You only need to provide *ONE* correct answer selecting from the options listed below. For example, if you think the correct answer is 'A. Above' from 'A. Above B. Under C. Front D. Behind', your response should **only** be '<answer>A. Above</answer>'.
`;

export function mindCubePrompt(question: string): string {
  return `${BACKGROUND}\n[Question]\n${question}`;
}
