/** Kinds that cut up their pictures. */
import { jigsaw } from './jigsaw.ts';
import { jigsawNine } from './jigsaw-nine.ts';

export const puzzleKinds = [jigsaw, jigsawNine];
