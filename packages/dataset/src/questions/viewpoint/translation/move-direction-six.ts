/** Along which of six directions did the camera move most? */
import { defineKind } from '../../define-kind.ts';
import { mainDirectionKind } from './main-direction.ts';

export const moveDirectionSix = defineKind(
  mainDirectionKind('move-direction-six', ['right', 'up', 'forward'], ''),
);
