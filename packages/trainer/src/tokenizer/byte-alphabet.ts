/** The printable stand-ins of the 256 bytes in byte-level BPE vocabularies. */

/**
 * Printable Latin-1 characters stand for themselves, the other bytes for the characters from U+0100 on, in order.
 * Source: GPT-2's encoder (bytes_to_unicode).
 * @returns character of each byte
 */
export function byteAlphabet(): string[] {
  const out: string[] = [];
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    out.push(String.fromCodePoint(printable ? byte : next++));
  }
  return out;
}
