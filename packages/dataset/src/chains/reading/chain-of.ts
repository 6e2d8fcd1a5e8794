const THINK_BLOCK = /<think>([\s\S]*?)<\/think>/i;

/** What a completion says between its first pair of think tags, trimmed; null without them. */
export function chainOf(completion: string): string | null {
  return THINK_BLOCK.exec(completion)?.[1]?.trim() ?? null;
}
