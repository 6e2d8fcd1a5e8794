export { type Preview, type PreviewOptions, writePreview } from './write-preview.ts';
