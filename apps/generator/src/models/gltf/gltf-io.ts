/** glTF reading with the decoders of compressed meshes. It works on bytes at hand and opens nothing itself. */
import { WebIO } from '@gltf-transform/core';
import { ALL_EXTENSIONS } from '@gltf-transform/extensions';
import draco3d from 'draco3dgltf';
import { MeshoptDecoder } from 'meshoptimizer';

/** Only these calls: the library's other ones would fetch what a file names. */
export type GltfIo = Pick<WebIO, 'binaryToJSON' | 'readJSON'>;

/** Extensions that the reader knows; others may be ignored unless a file requires them. */
export const knownExtensions: ReadonlySet<string> = new Set(
  ALL_EXTENSIONS.map((extension) => extension.EXTENSION_NAME),
);

let opened: Promise<GltfIo> | undefined;

/** The decoders are compiled once a process. */
export function openGltfIo(): Promise<GltfIo> {
  opened ??= open();
  return opened;
}

async function open(): Promise<GltfIo> {
  await MeshoptDecoder.ready;
  return new WebIO().registerExtensions([...ALL_EXTENSIONS]).registerDependencies({
    'draco3d.decoder': await draco3d.createDecoderModule(),
    'meshopt.decoder': MeshoptDecoder,
  });
}
