/**
 * The part of V8's heap where objects are born. V8 doubles it whenever some of them survive, to 130 MB and more, halves it when
 * little is made, and so moves the memory of a long training by tens of megabytes either way: it looks like a leak.
 */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Both halves together. Smaller ones are collected several times a step: at 2 MB that took 7 % of a tiny step's time. */
const ENOUGH_BYTES = 12e6;

/** Call it once a step: lets a small young generation double, and one that is large enough stay as it is. */
export function boundYoungGeneration(): void {
  const factor = youngBytes() < ENOUGH_BYTES ? 2 : 1;
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

function youngBytes(): number {
  return (
    getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.physical_space_size ?? 0
  );
}
