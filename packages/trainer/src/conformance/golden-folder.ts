/** A folder of golden values: its manifest, its files' digests, the tolerances it asks for. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFormatError } from '@parallax/lab';
import { z } from 'zod';
import { type NamedArray, readSafetensorsAny } from '../weights/index.ts';
import { EXACT, type Tolerance } from './compare.ts';

const ToleranceSchema = z.union([
  z.string(),
  z.looseObject({
    atol: z.number().optional(),
    rtol: z.number().optional(),
    max_abs_error_over_max_abs_reference: z.number().optional(),
  }),
]);

const ManifestSchema = z.looseObject({
  recommended_tolerances_fp32: z.record(z.string(), ToleranceSchema),
  sha256: z.record(z.string(), z.string()),
});

export interface GoldenFolder {
  readonly root: string;
  /** manifest.json with the keys that every kind has; each kind reads more. */
  readonly manifest: z.infer<typeof ManifestSchema>;
  /**
   * Tolerance that the manifest gives under `term`: a key, or one of a key's comma-separated terms, or its beginning.
   * @throws DataFormatError `golden-tolerance`
   */
  tolerance(term: string): Tolerance;
}

/**
 * @throws DataFormatError `not-golden` when the folder has no such manifest, `golden-damaged` when a file's digest differs
 */
export function openGoldenFolder(root: string): GoldenFolder {
  const path = join(root, 'manifest.json');
  if (!existsSync(path)) throw notGolden(root, 'has no manifest.json');
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw notGolden(root, `has a manifest.json that is not JSON (${(cause as Error).message})`);
  }
  const checked = ManifestSchema.safeParse(parsed);
  if (!checked.success) {
    throw notGolden(root, `has a manifest.json that lacks ${checked.error.issues[0]?.path.join('.')}`);
  }
  const manifest = checked.data;
  for (const [file, digest] of Object.entries(manifest.sha256)) checkDigest(root, file, digest);
  return { root, manifest, tolerance: (term) => toleranceOf(path, manifest, term) };
}

/** @returns the file's JSON; @throws DataFormatError `golden-damaged` naming file and key when it has another shape. */
export function goldenJson<S extends z.ZodType>(root: string, name: string, schema: S): z.infer<S> {
  const checked = schema.safeParse(JSON.parse(readFileSync(join(root, name), 'utf8')));
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  throw damaged(`${join(root, name)}: ${issue?.path.join('.')}: ${issue?.message}`);
}

/** Tensors of one file; asking for one that is absent is a DataFormatError that names file and tensor. */
export class GoldenTensors {
  readonly path: string;
  readonly #arrays: ReadonlyMap<string, NamedArray>;
  readonly #read = new Set<string>();

  constructor(path: string, arrays: ReadonlyMap<string, NamedArray>) {
    this.path = path;
    this.#arrays = arrays;
  }

  static async open(root: string, name: string): Promise<GoldenTensors> {
    const path = join(root, name);
    return new GoldenTensors(path, await readSafetensorsAny(path));
  }

  find(name: string): NamedArray | undefined {
    this.#read.add(name);
    return this.#arrays.get(name);
  }

  get(name: string): NamedArray {
    const array = this.find(name);
    if (array === undefined) throw damaged(`${this.path} has no tensor ${name}`);
    return array;
  }

  names(): string[] {
    return [...this.#arrays.keys()];
  }

  /** Names that nothing asked for yet: what a verification did not cover. */
  unread(): string[] {
    return this.names().filter((name) => !this.#read.has(name));
  }
}

export function damaged(what: string): DataFormatError {
  return new DataFormatError('golden-damaged', `${what}.`, { remedy: 'Copy the golden folder again.' });
}

function notGolden(root: string, what: string): DataFormatError {
  return new DataFormatError('not-golden', `${root} is no folder of golden values: it ${what}.`, {
    remedy: 'Name a folder with manifest.json that holds tolerances and digests, such as qwen2_5_vl or grpo.',
  });
}

function checkDigest(root: string, file: string, digest: string): void {
  const path = join(root, file);
  if (!existsSync(path)) throw damaged(`${path} is missing, the manifest names it`);
  const found = createHash('sha256').update(readFileSync(path)).digest('hex');
  if (found !== digest) throw damaged(`${path} differs from the digest in the manifest`);
}

function toleranceOf(path: string, manifest: GoldenFolder['manifest'], term: string): Tolerance {
  const entries = Object.entries(manifest.recommended_tolerances_fp32);
  const entry =
    entries.find(([key]) => key === term || key.split(', ').includes(term)) ??
    entries.find(([key]) => key.startsWith(term));
  if (entry === undefined) {
    throw new DataFormatError('golden-tolerance', `${path} gives no tolerance for "${term}".`, {
      remedy: 'Add it under recommended_tolerances_fp32, with what the reference was measured to vary by.',
    });
  }
  const value = entry[1];
  if (typeof value === 'string') return EXACT; // prose that begins with "exact"
  const ofLargest = value.max_abs_error_over_max_abs_reference;
  return {
    // Gradients that are zero in the reference: the manifest allows 1e-7, in a note.
    atol: value.atol ?? (ofLargest === undefined ? 0 : 1e-7),
    ...(value.rtol === undefined ? {} : { rtol: value.rtol }),
    ...(ofLargest === undefined ? {} : { ofLargest }),
  };
}
