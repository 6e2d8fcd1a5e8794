/** Whether a weight of a checkpoint belongs to the vision tower (its merger included). */
export function inVisionTower(name: string): boolean {
  return name.startsWith('visual.');
}
