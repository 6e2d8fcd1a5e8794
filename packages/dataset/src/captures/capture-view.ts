/** One posed photograph of a capture. */
import type { Lens } from '@parallax/geometry';
import type { Camera } from '@parallax/geometry/schema';

export interface CaptureView {
  /** As the model names it, relative to the image folder. */
  readonly name: string;
  /** Pinhole camera, three.js frame, world of the reconstruction: that of the undistorted picture at full size. */
  readonly camera: Camera;
  /** Null: the model has a pose for it, but it is not on disk. */
  readonly imagePath: string | null;
  /** The lens that took the stored pixels. */
  readonly lens: Lens;
}
