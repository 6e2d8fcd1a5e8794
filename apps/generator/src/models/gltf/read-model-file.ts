/** Reads one .glb or .gltf with the files it names. Nothing outside the folder of models is ever opened. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, extname, isAbsolute, relative, resolve } from 'node:path';
import type { Document, JSONDocument } from '@gltf-transform/core';
import { DataFormatError } from '@parallax/lab';
import { sha256 } from '@parallax/lab/node';
import { knownExtensions, openGltfIo } from './gltf-io.ts';

export interface ModelFile {
  readonly document: Document;
  /** Of everything that makes the model: the file and what it names. */
  readonly digest: string;
}

/** More is no asset for a picture of some hundred pixels. */
const MOST_BYTES = 256 * 2 ** 20;
const MOST_ELEMENTS = 2e7;

/**
 * @param root folder that external buffers and textures must lie in.
 * @throws DataFormatError `damaged-model` for what is no glTF 2.0, `unsupported-model` for a required extension that
 * is not known, `outside-folder` for a reference that leaves `root`, `missing-resource`, `model-too-large`.
 */
export async function readModelFile(path: string, root: string): Promise<ModelFile> {
  const bytes = await readLimited(path, path);
  const io = await openGltfIo();
  const parsed =
    extname(path).toLowerCase() === '.glb'
      ? await guard(path, io.binaryToJSON(bytes))
      : readText(path, bytes);
  const { json } = parsed;
  if (json?.asset?.version !== '2.0')
    throw damaged(path, `is glTF ${json?.asset?.version ?? 'of no version'}, not 2.0`);
  for (const name of json.extensionsRequired ?? []) {
    if (knownExtensions.has(name)) continue;
    throw new DataFormatError('unsupported-model', `${path} requires the glTF extension ${name}.`, {
      remedy: 'Export the model without it.',
    });
  }
  // A few bytes may declare an accessor of any length.
  if ((json.accessors ?? []).some(({ count }) => !(count <= MOST_ELEMENTS))) {
    throw tooLarge(path, 'an accessor is longer than any real one');
  }
  const resources = { ...parsed.resources };
  const parts = [sha256(bytes)];
  for (const { uri } of [...(json.buffers ?? []), ...(json.images ?? [])]) {
    if (uri === undefined || uri.startsWith('data:') || uri in resources) continue;
    const content = await readLimited(await confine(path, uri, root), path);
    resources[uri] = content;
    parts.push(sha256(content));
  }
  const document = await guard(path, io.readJSON({ json, resources }));
  return { document, digest: parts.length === 1 ? parts[0]! : sha256(parts.join(' ')) };
}

function readText(path: string, bytes: Uint8Array): JSONDocument {
  try {
    return { json: JSON.parse(Buffer.from(bytes).toString('utf8')), resources: {} };
  } catch (cause) {
    throw damaged(path, 'is no JSON', cause);
  }
}

/** @returns the real path of a reference, links resolved, after checking that it lies in the folder. */
async function confine(path: string, uri: string, root: string): Promise<string> {
  const leaves = (): DataFormatError =>
    new DataFormatError('outside-folder', `${path} refers to "${uri}", outside ${root}.`, {
      remedy: 'Put the file beside the model, or embed it (.glb).',
    });
  let name: string;
  try {
    name = decodeURIComponent(uri);
  } catch (cause) {
    throw damaged(path, `holds the malformed reference "${uri}"`, cause);
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(name) || isAbsolute(name) || name.includes('\0')) throw leaves();
  const wanted = resolve(dirname(path), name);
  const folder = await realpath(root);
  const real = await realpath(wanted).catch((cause: unknown) => {
    throw new DataFormatError('missing-resource', `${path} refers to "${uri}", which is not there.`, {
      remedy: 'Put the file beside the model.',
      cause,
    });
  });
  const below = relative(folder, real);
  if (below.startsWith('..') || isAbsolute(below)) throw leaves();
  return real;
}

async function readLimited(path: string, model: string): Promise<Uint8Array<ArrayBuffer>> {
  const { size } = await stat(path);
  if (size > MOST_BYTES) throw tooLarge(model, `${path} has ${size} bytes`);
  return new Uint8Array(await readFile(path));
}

function tooLarge(path: string, what: string): DataFormatError {
  return new DataFormatError('model-too-large', `${path}: ${what}.`, {
    remedy: `Reduce the model: at most ${MOST_BYTES} bytes a file, ${MOST_ELEMENTS} elements an accessor.`,
  });
}

async function guard<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw damaged(path, `cannot be read as glTF 2.0 (${(cause as Error).message})`, cause);
  }
}

function damaged(path: string, what: string, cause?: unknown): DataFormatError {
  return new DataFormatError('damaged-model', `${path} ${what}.`, {
    remedy: 'Export the model again as glTF 2.0.',
    cause,
  });
}
