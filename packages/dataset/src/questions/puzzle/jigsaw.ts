/** A photo in two by two shuffled tiles: which order restores it? After AGILE's jigsaw. */
import { defineKind } from '../define-kind.ts';
import { jigsawKind } from './tiles.ts';

export const jigsaw = defineKind(jigsawKind('jigsaw', 2));
