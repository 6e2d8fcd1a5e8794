/** One board from (config, split, scene number) alone: tokens on squares, seen from straight above. */
import { BOARD_SQUARES } from '@parallax/dataset';
import type { SceneObject, Split } from '@parallax/dataset/schema';
import {
  type Camera,
  createRandom,
  type Intrinsics,
  lookAt,
  type Random,
  type Vec3,
} from '@parallax/geometry';
import { type ColourName, colourNames, hex, mix } from '../assets/paint/palette.ts';
import type { Shape } from '../assets/shape.ts';
import { type GenerateConfig, SHARD_PROVENANCE } from '../config.ts';
import type { PlacedShape } from '../render/stage.ts';
import type { BuiltScene } from '../scenes/build.ts';
import { drawLook } from '../scenes/look.ts';
import { place } from '../scenes/place-asset.ts';
import { buildBoard, buildToken, SLAB_M, TOKEN_SIZE, tokenForms } from './tokens.ts';

const TOKENS = { least: 6, most: 9 };
/** Tokens of these colours are told from each other and from the slab, which is grayish. */
const COLOURS: readonly ColourName[] = colourNames.filter((name) => name !== 'gray' && name !== 'brown');
/** Off its square's middle, of a square's width: a whole token stays on its square, clear of the border. */
const JITTER = (1 - TOKEN_SIZE) / 2 - 0.03;
/** Of the board's width, around it in the picture. */
const RIM = [0.04, 0.2] as const;
const QUARTERS_DEG = [0, 90, 180, 270];
const MUTED = ['8f8a80', '7c8288', '8a7f74', '80867b'].map(hex);

export function buildBoardScene(
  config: GenerateConfig,
  split: Split,
  index: number,
  intrinsics: Intrinsics,
): BuiltScene {
  const random = createRandom(`${config.seed}/${split}/${index}`);
  const sceneId = `${split}-${String(index).padStart(6, '0')}`;
  const look = drawLook(random.fork('look'), config.look);
  const draw = random.fork('board');
  const base = draw.pick(MUTED);
  const slab = buildBoard(BOARD_SQUARES, mix(base, [1, 1, 1], 0.35), mix(base, [0, 0, 0], 0.25));
  // The board is the scene's subject: no two scenes share one, so no board crosses splits.
  const board = placeFlat(slab, {
    objectId: `board-${config.seed}-${sceneId}`,
    family: 'board',
    role: 'structure',
    colour: 'gray',
    position: [0, 0, 0],
  });
  const placed = [board, ...placeTokens(sceneId, draw)];
  return {
    scene: {
      type: 'scene',
      schemaVersion: 1,
      codeCommit: SHARD_PROVENANCE,
      sceneId,
      split,
      seed: random.seed,
      subjectId: board.object.objectId,
      objects: placed.map(({ object }) => object),
      look: { ...look },
    },
    placed,
    look,
    centre: [0, SLAB_M, 0],
    random,
    cameras: sampleViewsFromAbove(config.viewsPerScene, intrinsics, random.fork('views')),
  };
}

function placeTokens(sceneId: string, random: Random): PlacedShape[] {
  const count = random.int(TOKENS.least, TOKENS.most + 1);
  const all = Array.from({ length: BOARD_SQUARES ** 2 }, (_, i) => i);
  const squares = random.shuffle(all).slice(0, count);
  // Pairs of colour and form are drawn without repetition: every token can be named.
  const looks = random.shuffle(COLOURS.flatMap((colour) => tokenForms.map((form) => ({ colour, form }))));
  return squares.map((square, k) => {
    const { colour, form } = looks[k]!;
    const along = (cell: number): number => cell + 0.5 - BOARD_SQUARES / 2 + random.uniform(-JITTER, JITTER);
    const x = along(square % BOARD_SQUARES);
    const z = along(Math.floor(square / BOARD_SQUARES));
    return placeFlat(buildToken(form, colour), {
      objectId: `${sceneId}-${form}-${colour}`,
      family: form,
      role: 'bystander',
      colour,
      position: [x, SLAB_M, z],
    });
  });
}

type Thing = Pick<SceneObject, 'objectId' | 'family' | 'role' | 'colour' | 'position'>;

function placeFlat(shape: Shape, thing: Thing): PlacedShape {
  return place(shape, { ...thing, yawDeg: 0, scale: 1, extents: shape.size, front: null });
}

/** High enough that the whole board shows, turned by quarters, a little off the middle: another picture each. */
function sampleViewsFromAbove(count: number, intrinsics: Intrinsics, random: Random): Camera[] {
  const { fx, fy, width, height } = intrinsics;
  const reach = Math.min(width / fx, height / fy) / 2;
  const first = random.shuffle(QUARTERS_DEG);
  return Array.from({ length: count }, (_, k) => {
    const half = (BOARD_SQUARES / 2) * (1 + random.uniform(...RIM));
    const rise = SLAB_M + half / reach;
    const off = (): number => random.uniform(-0.03, 0.03) * BOARD_SQUARES * RIM[0];
    const position: Vec3 = [off(), rise, off()];
    const target: Vec3 = [position[0], 0, position[2]];
    const rollDeg = first[k % QUARTERS_DEG.length]!;
    const pose = lookAt({ position, target, up: [0, 0, -1], rollDeg });
    // + 0 turns -0 into 0, so that records equal themselves after a round trip; sixteen values stay sixteen.
    return { intrinsics, cameraToWorld: pose.map((value) => value + 0) as unknown as typeof pose };
  });
}
