/** Objects that are not drawn from numbers: models of a folder. One register a process, filled before scenes are built. */
import type { Family } from './family.ts';
import type { ColourName } from './paint/palette.ts';
import type { Shape } from './shape.ts';

export interface RegisteredAsset {
  readonly objectId: string;
  /** `name` is the noun that text uses. */
  readonly family: Omit<Family, 'build'>;
  readonly colour: ColourName;
  readonly shape: () => Shape;
}

const register = new Map<string, RegisteredAsset>();

/** Replaces what was registered before. */
export function registerAssets(assets: readonly RegisteredAsset[]): void {
  register.clear();
  for (const asset of assets) register.set(asset.objectId, asset);
}

export function registeredAsset(objectId: string): RegisteredAsset | undefined {
  return register.get(objectId);
}

/** In the order in which they were registered. */
export function registeredIds(): string[] {
  return [...register.keys()];
}
