/** Pictures to patch rows. */
export { type ImageProcessorConfig, type ProcessedImages, processImages } from './process-images.ts';
export { imageProcessorFile, imageProcessorFor, loadImageProcessor } from './processor-config.ts';
export { resizeBicubic } from './resize-bicubic.ts';
export { decodeImage, type RgbImage } from './rgb-image.ts';
export { smartResize } from './smart-resize.ts';
