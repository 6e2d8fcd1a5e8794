/** The items of a flag like `--kinds ego-rotation,goal-aim`; none where the flag was not given. */
export function commaList(text: string): string[];
export function commaList(text: string | undefined): string[] | undefined;
export function commaList(text: string | undefined): string[] | undefined {
  return text?.split(',').map((item) => item.trim());
}
