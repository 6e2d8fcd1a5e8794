/** Standing at one object and facing another, where is a third? Shared by the three kinds that differ in their answers. */
import { subtract } from '@parallax/geometry';
import { centreOf } from '../../../chains/facts/measure.ts';
import { bearingFromDeg, levelDirection, levelGap } from '../../../scenes/level.ts';
import { nameOf } from '../../../scenes/naming.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import { apartFacts, namedObjects } from '../../chain/asked-facts.ts';
import { objectById } from '../../geometry.ts';
import { type Discarded, isDiscarded, type KindSpec, type Solution } from '../../kind.ts';
import { ROOM_VIEWS, roomImages, shownObjects, triples } from '../room-objects.ts';

/** Level distances below this, metres, give no direction to speak of. */
const MIN_GAP_M = 0.5;

/** An answer with the range of bearings (degrees, right positive) for which it stands; ranges may leave gaps. */
export interface DirectionAnswer {
  readonly text: string;
  readonly fromDeg: number;
  readonly toDeg: number;
}

export function relativeDirectionKind(
  kind: string,
  question: (asked: string) => string,
  answers: readonly DirectionAnswer[],
): KindSpec {
  const texts = [...new Set(answers.map(({ text }) => text))];
  return {
    kind,
    views: ROOM_VIEWS,
    needsMask: true,
    answerType: 'choice',
    family: 'room',
    propose: ({ geometry }, random) => {
      const cases = triples(shownObjects(geometry)).flatMap((objects) => {
        const [standId, facingId, objectId] = objects.map((object) => object.objectId);
        const parameters = { standId, facingId, objectId };
        const solution = solve({ ...geometry, parameters }, answers);
        return isDiscarded(solution) ? [] : [{ objects, parameters, answer: solution.answer }];
      });
      for (const wanted of random.shuffle(texts)) {
        const fitting = cases.filter(({ answer }) => answer === wanted);
        if (fitting.length === 0) continue;
        const { objects, parameters } = random.pick(fitting);
        const [stand, facing, asked] = objects.map((object) => nameOf(object, geometry.objects) ?? '');
        return {
          stem: `${roomImages(ROOM_VIEWS)}These photos show one room. You stand at the ${stand} and face the ${facing}. ${question(asked ?? '')}`,
          options: texts,
          objectIds: objects.map((object) => object.objectId),
          parameters,
        };
      }
      return { discarded: 'no-three-objects-apart' };
    },
    solve: (geometry) => solve(geometry, answers),
    facts: (geometry) => {
      const { standId, facingId, objectId } = geometry.parameters;
      const named = namedObjects(geometry, [standId, facingId, objectId]);
      const degrees = standingBearingDeg(geometry, standId, facingId, objectId);
      const [stand, facing, asked] = named ?? [];
      if (stand === undefined || facing === undefined || asked === undefined || degrees === null) return null;
      const names = { object: stand.name, toward: facing.name, target: asked.name };
      return [
        ...apartFacts(geometry, [stand, facing, asked]),
        { type: 'standing-turn', ...names, degrees: Math.round(degrees) },
      ];
    },
  };
}

function solve(geometry: QuestionGeometry, answers: readonly DirectionAnswer[]): Solution | Discarded {
  const { standId, facingId, objectId } = geometry.parameters;
  const value = standingBearingDeg(geometry, standId, facingId, objectId);
  if (value === null) return { discarded: 'too-near' };
  for (const { text, fromDeg, toDeg } of answers) {
    if (value < fromDeg || value > toDeg) continue;
    // Half a turn is the same from both sides: no boundary there.
    const borders = [fromDeg, toDeg].filter((border) => Math.abs(border) < 180);
    const margin = Math.min(...borders.map((border) => Math.abs(value - border)));
    return { answer: text, value, unit: 'degrees', margin };
  }
  return { discarded: 'dead-band-direction' };
}

/** Bearing of an object for someone at `standId` who faces `facingId`; null when two of them are too near. */
export function standingBearingDeg(
  geometry: QuestionGeometry,
  standId: unknown,
  facingId: unknown,
  objectId: unknown,
): number | null {
  const points = [standId, facingId, objectId].map((id) => {
    const object = objectById(geometry, id);
    return object === undefined ? null : centreOf(object);
  });
  const [stand, facing, asked] = points;
  if (stand == null || facing == null || asked == null) return null;
  const { up } = geometry;
  const near = [levelGap(stand, facing, up), levelGap(stand, asked, up)].some((gap) => gap < MIN_GAP_M);
  const heading = near ? null : levelDirection(subtract(facing, stand), up);
  return heading === null ? null : bearingFromDeg(heading, subtract(asked, stand), up);
}
