/** Open answers that are told to one decimal. */

/** The value, its text, and the distance to where the text would change. */
export function decimal(value: number): { answer: string; value: number; margin: number } {
  const answer = value.toFixed(1);
  return { answer, value, margin: Math.max(0, 0.05 - Math.abs(value - Number(answer))) };
}
