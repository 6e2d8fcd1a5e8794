/** The three rooms of the dashboard, and in which of them an address is. */
export interface Room {
  readonly to: string;
  readonly word: string;
  /** Addresses that begin with one of these belong to it. */
  readonly paths: readonly string[];
}

export const ROOMS: readonly Room[] = [
  { to: '/runs', word: 'Runs', paths: ['/runs', '/compare-runs'] },
  { to: '/datasets', word: 'Data sets', paths: ['/datasets', '/questions'] },
  { to: '/evaluations', word: 'Evaluations', paths: ['/evaluations', '/compare'] },
];

export function roomOf(path: string): Room | undefined {
  return ROOMS.find(({ paths }) => paths.some((start) => path === start || path.startsWith(`${start}/`)));
}
