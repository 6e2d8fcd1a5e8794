/** Remembers a small number for each of many ids in few bytes an id: the ids themselves are not kept. */
import { hash } from 'node:crypto';

export interface IdTable {
  /** Enters the id with the value unless it is there; returns the value with which it was first entered. */
  enter(id: string, value: number): number;
  size(): number;
}

const FIRST_SLOTS = 1 << 12;

/**
 * Open addressing over 64 bits of a digest: 9 bytes a slot, at most two thirds full. Two of 10^7 ids share a digest with
 * probability below 10^-5.
 * @param value 0..254.
 */
export function createIdTable(): IdTable {
  let [keys, values] = [new BigUint64Array(FIRST_SLOTS), new Uint8Array(FIRST_SLOTS)];
  let used = 0;
  const slotOf = (key: bigint, table: BigUint64Array, filled: Uint8Array): number => {
    const mask = table.length - 1;
    let slot = Number(key & BigInt(mask));
    while (filled[slot] !== 0 && table[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  };
  const grow = (): void => {
    const [nextKeys, nextValues] = [new BigUint64Array(keys.length * 2), new Uint8Array(keys.length * 2)];
    for (const [i, value] of values.entries()) {
      if (value === 0) continue;
      const slot = slotOf(keys[i]!, nextKeys, nextValues);
      nextKeys[slot] = keys[i]!;
      nextValues[slot] = value;
    }
    [keys, values] = [nextKeys, nextValues];
  };
  return {
    enter: (id, value) => {
      const key = hash('sha1', id, 'buffer').readBigUInt64LE(0);
      const slot = slotOf(key, keys, values);
      const known = values[slot]!;
      if (known !== 0) return known - 1;
      keys[slot] = key;
      values[slot] = value + 1; // 0 marks an empty slot.
      used++;
      if (used * 3 > keys.length * 2) grow();
      return value;
    },
    size: () => used,
  };
}
