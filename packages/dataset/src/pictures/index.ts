export { declaredEdits, isPlainView } from './declared-edits.ts';
export { editPictures } from './edit-pictures.ts';
export { type PictureEdit, PictureEditsSchema } from './schema.ts';
export { shuffleTiles } from './shuffle-tiles.ts';
