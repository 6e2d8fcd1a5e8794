/** A photo in three by three shuffled tiles: which order restores it? After AGILE's jigsaw. */
import { defineKind } from '../define-kind.ts';
import { jigsawKind } from './tiles.ts';

export const jigsawNine = defineKind(jigsawKind('jigsaw-nine', 3));
