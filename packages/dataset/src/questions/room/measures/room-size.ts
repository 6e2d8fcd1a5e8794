/** How large is the room's floor? Square metres. */
import { boxSize } from '@parallax/geometry';
import { floorAreaForm, floorSidesForm } from '../../../chains/forms/asked/measure/room.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import { bestConstantAccuracy } from '../../best-constant.ts';
import { defineKind } from '../../define-kind.ts';
import type { Discarded, Solution } from '../../kind.ts';
import { ROOM_VIEWS, roomImages } from '../room-objects.ts';
import { decimal } from './decimal.ts';

const RANGE_M2 = [10, 60] as const;

export const roomSize = defineKind({
  kind: 'room-size',
  views: ROOM_VIEWS,
  needsMask: true,
  answerType: 'number',
  family: 'room',
  propose: ({ geometry }) =>
    geometry.room === undefined
      ? { discarded: 'no-room' }
      : {
          stem: `${roomImages(ROOM_VIEWS)}These photos show one room. How large is its floor, in square metres? Please output only the number!`,
          options: [],
          objectIds: [],
          parameters: {},
          chance: bestConstantAccuracy(...RANGE_M2),
          aboutRoom: true,
        },
  solve: ({ room }: QuestionGeometry): Solution | Discarded => {
    if (room === undefined) return { discarded: 'no-room' };
    const [width, , depth] = boxSize(room);
    return { ...decimal(width * depth), unit: 'square-metres' };
  },
  facts: (geometry) => [...floorSidesForm.prove(geometry), ...floorAreaForm.prove(geometry)],
});
