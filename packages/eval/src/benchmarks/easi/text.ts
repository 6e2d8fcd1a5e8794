/** How EASI's matchers clean a completion. */
import { pythonLastMatch, pythonPattern, pythonStrip } from '@parallax/rewards';

const THINK_TAGS = ['</\\s*think\\s*>', '<\\s*think\\s*>'].map((tag) =>
  pythonPattern(tag, { ignoreCase: true }),
);

export function withoutZeroWidth(text: string): string {
  return text.replace(/\u200b|\u200c|\u200d|\ufeff/g, '');
}

/** Text behind the last closing think tag, else behind the last opening one; undefined without tags. */
export function afterThinking(text: string): string | undefined {
  for (const tag of THINK_TAGS) {
    const match = pythonLastMatch(tag, text);
    if (match !== undefined) return pythonStrip(text.slice(match.index + match[0].length));
  }
  return undefined;
}
