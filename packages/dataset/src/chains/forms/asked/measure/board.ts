/** Tokens on a board that is seen from above: squares, directions, distances, lengths of ways. */
import { BOARD_SQUARES, boardPoint, tokenDistance } from '../../../../scenes/board-map.ts';
import type { QuestionGeometry, SceneObject } from '../../../../schema.ts';
import type { MapWay } from '../../../facts/asked-fact.ts';
import type { FactOf } from '../../../facts/fact.ts';
import {
  ABOUT,
  type ClaimForm,
  type Finding,
  found,
  IS,
  nameable,
  OBJECT,
  OTHER,
  objectOf,
  pattern,
  unclear,
  withObject,
  withObjects,
} from '../../../form.ts';

/** Counter-clockwise from the right, 45 degrees each. */
const WAYS: readonly MapWay[] = [
  ...(['right', 'upper right', 'above', 'upper left'] as const),
  ...(['left', 'lower left', 'below', 'lower right'] as const),
];
const WAY_CHECK_DEG = 23.5;
const WAY_PROVE_DEG = 17;
/** Stated with one decimal, in squares. */
const TOLERANCE = 0.06;
const NUMBER = '\\d+(?:\\.\\d+)?';
const NO_MAP = 'the photo is no map of the board';

export const squareForm: ClaimForm<'square'> = {
  type: 'square',
  about: 'photo',
  prove: (geometry) =>
    tokens(geometry).flatMap(({ name, object }): FactOf<'square'>[] => {
      const square = squareOf(geometry, object);
      return square === null ? [] : [{ type: 'square', object: name, ...square }];
    }),
  wordings: ({ object, column, row }) => [
    `the ${object} lies on the square in column ${column}, row ${row}`,
    `the square in column ${column} and row ${row} holds the ${object}`,
  ],
  patterns: [
    `${OBJECT} ${IS} on the square (?:in|at) column (?<column>\\d+) (?:and )?row (?<row>\\d+)`,
    `the square (?:in|at) column (?<column>\\d+) (?:and )?row (?<row>\\d+) (?:holds|does (?<not>not) hold) ${OBJECT}`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withObject(groups['object'], geometry, (object) => {
        const square = squareOf(geometry, object);
        if (square === null) return unclear(NO_MAP);
        const holds = square.column === Number(groups['column']) && square.row === Number(groups['row']);
        return found(holds, `it lies in column ${square.column}, row ${square.row}`);
      }),
    ),
  ),
};

export const boardDirectionForm: ClaimForm<'board-direction'> = {
  type: 'board-direction',
  about: 'photo',
  prove: (geometry) =>
    pairs(geometry).flatMap(([a, b]): FactOf<'board-direction'>[] => {
      const angle = angleDeg(geometry, b.object, a.object);
      const sector = Math.round((angle ?? Number.NaN) / 45);
      if (angle === null || Math.abs(angle - 45 * sector) > WAY_PROVE_DEG) return [];
      return [{ type: 'board-direction', object: a.name, other: b.name, way: WAYS[(sector + 8) % 8]! }];
    }),
  wordings: ({ object, other, way }) => {
    const place = way === 'above' || way === 'below' ? way : `to the ${way} of`;
    return [
      `in the picture's directions, the ${object} is ${place} the ${other}`,
      `told in the picture's directions, the ${object} lies ${place} the ${other}`,
    ];
  },
  patterns: [
    pattern(
      `(?:told )?in the photo 's directions ${OBJECT} ${IS} (?:to the (?<side>upper left|upper right|lower left|lower right|left|right) of|(?<straight>above|below)) ${OTHER}`,
      (groups, geometry) =>
        withObjects([groups['object'], groups['other']], geometry, (a, b) => {
          const angle = angleDeg(geometry, b!, a!);
          if (angle === null) return unclear(NO_MAP);
          // The pattern's alternatives are the eight ways.
          const way = WAYS.indexOf((groups['side'] ?? groups['straight']) as MapWay);
          const off = Math.abs(((angle - 45 * way + 540) % 360) - 180);
          return found(off <= WAY_CHECK_DEG, `the angle is ${angle.toFixed(0)} degrees from the right`);
        }),
    ),
  ],
};

export const boardDistanceForm: ClaimForm<'board-distance'> = {
  type: 'board-distance',
  about: 'photo',
  prove: (geometry) =>
    pairs(geometry).flatMap(([a, b]): FactOf<'board-distance'>[] => {
      const squares = lengthOf(geometry, [a.object, b.object]);
      if (squares === null) return [];
      return [
        { type: 'board-distance', object: a.name, other: b.name, squares: Math.round(squares * 10) / 10 },
      ];
    }),
  wordings: ({ object, other, squares }) => [
    `the ${object} and the ${other} are ${squares.toFixed(1)} squares apart`,
    `the ${object} is about ${squares.toFixed(1)} squares away from the ${other}`,
  ],
  patterns: [
    `${OBJECT} and ${OTHER} are(?: (?<not>not))? ${ABOUT}(?<squares>${NUMBER}) squares apart`,
    `${OBJECT} ${IS} ${ABOUT}(?<squares>${NUMBER}) squares away from ${OTHER}`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withObjects([groups['object'], groups['other']], geometry, (a, b) =>
        isLong(lengthOf(geometry, [a!, b!]), groups['squares']),
      ),
    ),
  ),
};

export const routeLengthForm: ClaimForm<'route-length'> = {
  type: 'route-length',
  about: 'photo',
  prove: (geometry) =>
    [false, true].flatMap((closed): FactOf<'route-length'>[] => {
      const stops = tokens(geometry).slice(0, 4);
      const objects = stops.map(({ object }) => object);
      const squares = lengthOf(geometry, closed ? [...objects, objects[0]!] : objects);
      if (squares === null || stops.length < 3) return [];
      const rounded = Math.round(squares * 10) / 10;
      return [{ type: 'route-length', stops: stops.map(({ name }) => name), closed, squares: rounded }];
    }),
  wordings: ({ stops, closed, squares }) => {
    const [start, ...rest] = stops;
    const by = closed ? rest : rest.slice(0, -1);
    const end = closed ? `back to the ${start}` : `to the ${rest.at(-1)}`;
    const way = `the ${closed ? 'round trip' : 'way'} from the ${start}`;
    const list = by.length === 0 ? '' : ` by the ${by.join(', the ')}`;
    return [
      `${way}${list} ${end} is ${squares.toFixed(1)} squares long`,
      `${way}${list} ${end} is about ${squares.toFixed(1)} squares long in all`,
    ];
  },
  patterns: [
    pattern(
      `the (?:way|round trip) from (?<stops>@\\w+(?: (?:by|and|back|to|@\\w+))+) is(?: (?<not>not))? ${ABOUT}(?<squares>${NUMBER}) squares long(?: in all)?`,
      (groups, geometry) => {
        const objects = [...(groups['stops'] ?? '').matchAll(/@\w+/g)].map(([token]) =>
          objectOf(token, geometry),
        );
        const known = objects.flatMap((object) => object ?? []);
        if (known.length < objects.length) return unclear('a stop is not known');
        return isLong(lengthOf(geometry, known), groups['squares']);
      },
    ),
  ],
};

function tokens(geometry: QuestionGeometry) {
  return nameable(geometry).filter(({ object }) => boardPoint(geometry, object) !== null);
}

function pairs(geometry: QuestionGeometry) {
  const list = tokens(geometry).slice(0, 6);
  return list.flatMap((a) => list.filter((b) => b !== a).map((b) => [a, b] as const));
}

/** Columns from the left and rows from the top, from 1; null off the board or without a map. */
function squareOf(geometry: QuestionGeometry, token: SceneObject): { column: number; row: number } | null {
  const at = boardPoint(geometry, token);
  if (at === null) return null;
  const [column, row] = [at.x, -at.y].map((value) => Math.floor(value + BOARD_SQUARES / 2) + 1);
  const onBoard = [column!, row!].every((place) => place >= 1 && place <= BOARD_SQUARES);
  return onBoard ? { column: column!, row: row! } : null;
}

/** Direction from one token to another, counter-clockwise from the picture's right. */
function angleDeg(geometry: QuestionGeometry, from: SceneObject, to: SceneObject): number | null {
  const [a, b] = [boardPoint(geometry, from), boardPoint(geometry, to)];
  return a === null || b === null ? null : (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
}

function lengthOf(geometry: QuestionGeometry, stops: readonly SceneObject[]): number | null {
  const points = stops.map((stop) => boardPoint(geometry, stop));
  let sum = 0;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]];
    if (a == null || b == null) return null;
    sum += tokenDistance(a, b);
  }
  return sum;
}

function isLong(squares: number | null, claimed: string | undefined): Finding {
  if (squares === null) return unclear(NO_MAP);
  return found(Math.abs(squares - Number(claimed)) <= TOLERANCE, `it is ${squares.toFixed(1)} squares`);
}
