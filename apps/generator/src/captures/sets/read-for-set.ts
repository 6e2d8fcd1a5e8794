/** A capture as the views that a referring data set pairs: names, cameras at the stated size, references. */
import { join, relative, sep } from 'node:path';
import {
  type Capture,
  type CaptureView,
  fittingSize,
  type ImageReference,
  readCapture,
  type Split,
  type View,
} from '@parallax/dataset';
import { resizeIntrinsics } from '@parallax/geometry';
import { sha256 } from '@parallax/lab/node';
import { SHARD_PROVENANCE } from '../../config.ts';

export interface ReferencedCapture {
  readonly capture: Capture;
  /** Each with its `image.reference`. */
  readonly views: readonly ReferencedView[];
  /** Views left out because their picture is not on disk though others of the capture are. */
  readonly missing: number;
}
export type ReferencedView = View & { readonly image: { readonly reference: ImageReference } };

/**
 * A capture of which no picture at all is on disk is used all the same: poses alone make questions, and the pictures
 * may be put in place later.
 * @param path relative to `root`.
 * @throws the errors of `readCapture`.
 */
export async function readForSet(
  root: string,
  path: string,
  { split, imageSizePx }: { readonly split: Split; readonly imageSizePx: number },
): Promise<ReferencedCapture> {
  const folder = join(root, path);
  // The root's own name is not content either.
  const captureId = path === '' ? 'capture' : path;
  const { capture: read, views } = await readCapture(folder, { split, captureId });
  const onDisk = views.filter((view) => view.imagePath !== null);
  const usable = onDisk.length > 0 ? onDisk : views;
  const capture: Capture = {
    ...read,
    codeCommit: SHARD_PROVENANCE,
    // Where the root lies is not content: the same captures elsewhere give the same bytes.
    folder: path,
    warnings: read.warnings.map((text) => text.replaceAll(`${folder}${sep}`, '').replaceAll(folder, '.')),
  };
  return {
    capture,
    views: usable.map((view) => viewOf(capture, view, referenceTo(root, folder, view), imageSizePx)),
    missing: views.length - usable.length,
  };
}

function referenceTo(root: string, folder: string, { name, imagePath, lens }: CaptureView): ImageReference {
  const path = relative(root, imagePath ?? join(folder, 'images', name));
  return { path: path.split(sep).join('/'), lens };
}

function viewOf(
  { captureId, split }: Capture,
  { name, camera }: CaptureView,
  reference: ImageReference,
  imageSizePx: number,
): ReferencedView {
  const { width, height } = fittingSize(camera.intrinsics, imageSizePx);
  const intrinsics = resizeIntrinsics(camera.intrinsics, width, height);
  return {
    type: 'view',
    schemaVersion: 1,
    codeCommit: SHARD_PROVENANCE,
    viewId: `${captureId}/${name}`,
    groupId: captureId,
    split,
    camera: { intrinsics, cameraToWorld: camera.cameraToWorld },
    image: { sha256: sha256(JSON.stringify(reference)), name, width, height, reference },
    visible: [],
  };
}
