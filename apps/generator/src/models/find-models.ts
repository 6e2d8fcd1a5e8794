/** Model files below a folder, and what each is called. */
import { readdir } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import { ConfigError } from '@parallax/lab';

export interface FoundModel {
  readonly path: string;
  /** Noun for text: "office chair". The folder's name, or the file's where it lies in the root. */
  readonly family: string;
}

/** Exporters name the file so; the folder above says what it is. */
const SAYS_NOTHING = /^(scene|model|mesh|index|untitled|gltf|glb|gltf-binary|gltf-embedded|source|assets?)$/i;

/**
 * All .glb and .gltf files in the order of their paths, links to folders not followed.
 * @throws ConfigError `no-models` for a folder that cannot be read or holds none.
 */
export async function findModels(folder: string): Promise<FoundModel[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw noModels(`${folder} cannot be read (${(cause as NodeJS.ErrnoException).code})`, cause);
  });
  const paths = entries
    .filter((entry) => entry.isFile() && ['.glb', '.gltf'].includes(extname(entry.name).toLowerCase()))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (paths.length === 0) throw noModels(`${folder} holds no .glb or .gltf file`);
  return paths.map((path) => ({ path, family: familyOf(relative(folder, path)) }));
}

function familyOf(path: string): string {
  const folders = path.split(sep);
  const file = basename(folders.pop() ?? '', extname(path));
  const names = [...folders.reverse().slice(0, 2), file].map(nounOf);
  return names.find((name) => name !== '' && !SAYS_NOTHING.test(name.replaceAll(' ', '-'))) ?? 'object';
}

/** "OfficeChair_02" -> "office chair". */
function nounOf(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
    .toLowerCase();
}

function noModels(what: string, cause?: unknown): ConfigError {
  return new ConfigError('no-models', `${what}.`, {
    remedy: 'Give a folder of .glb or .gltf files: --assets DIR.',
    cause,
  });
}
