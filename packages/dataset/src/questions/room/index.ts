/** Kinds about rooms with several objects: VSI-Bench's types. */
import { appearanceOrder } from './arrangement/appearance-order.ts';
import { relativeDirectionEasy } from './arrangement/relative-direction-easy.ts';
import { relativeDirectionHard } from './arrangement/relative-direction-hard.ts';
import { relativeDirectionMedium } from './arrangement/relative-direction-medium.ts';
import { relativeDistance } from './arrangement/relative-distance.ts';
import { routePlan } from './arrangement/route-plan.ts';
import { absoluteDistance } from './measures/absolute-distance.ts';
import { objectCount } from './measures/object-count.ts';
import { objectSize } from './measures/object-size.ts';
import { roomSize } from './measures/room-size.ts';

export const roomKinds = [
  objectCount,
  objectSize,
  roomSize,
  absoluteDistance,
  relativeDistance,
  relativeDirectionEasy,
  relativeDirectionMedium,
  relativeDirectionHard,
  appearanceOrder,
  routePlan,
];
