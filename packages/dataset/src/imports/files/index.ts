export { readJsonValues } from './json-values.ts';
export { readParquetRows } from './parquet-rows.ts';
export { checkPicture, confinedPicture, loadPicture, type PictureSource } from './pictures.ts';
export { readTsv, type TsvRange, type TsvRow } from './tsv-rows.ts';
