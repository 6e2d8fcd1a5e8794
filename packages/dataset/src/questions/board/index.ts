/** Kinds about boards seen from above: Sparkle's basic and composite tasks. */
import { boardDirection } from './board-direction.ts';
import { boardDistance } from './board-distance.ts';
import { boardLocalisation } from './board-localisation.ts';
import { boardShortestPath } from './board-shortest-path.ts';
import { boardTravellingSalesman } from './board-travelling-salesman.ts';

export const boardKinds = [
  boardDirection,
  boardDistance,
  boardLocalisation,
  boardShortestPath,
  boardTravellingSalesman,
];
