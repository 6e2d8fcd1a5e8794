/** CSS variables of the views' colours: the same in captions, frustums and the path. */
const COLOURS = ['--view-1', '--view-2', '--view-3', '--view-4'];

/** @param index 0 = first view. */
export function viewColour(index: number): string {
  return COLOURS[index % COLOURS.length] ?? '--view-1';
}
