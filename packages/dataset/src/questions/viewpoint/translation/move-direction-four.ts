/** Along which of four directions did the camera move most? Height is left aside. */
import { defineKind } from '../../define-kind.ts';
import { mainDirectionKind } from './main-direction.ts';

export const moveDirectionFour = defineKind(
  mainDirectionKind('move-direction-four', ['right', 'forward'], ' Leave up and down aside.'),
);
