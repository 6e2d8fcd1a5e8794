/** The vision tower learns from instance masks what stands where, before a language model reads it. */
export {
  type LabelledPhoto,
  type PhotoSource,
  type RunSegmentationOptions,
  runSegmentation,
} from './run-segmentation.ts';
