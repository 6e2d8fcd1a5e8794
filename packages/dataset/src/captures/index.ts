export type { CaptureView } from './capture-view.ts';
export { readColmapModel } from './colmap/read-colmap.ts';
export { type LayoutChoice, layoutChoices } from './locate.ts';
export {
  createImageLoader,
  fittingSize,
  type LoadedImage,
  type LoadImageOptions,
} from './pixels/load-image.ts';
export { type LoadedCapture, type ReadCaptureOptions, readCapture } from './read-capture.ts';
export { scanCaptures } from './scan-captures.ts';
