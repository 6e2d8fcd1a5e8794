export { editPictures } from './edit-pictures.ts';
