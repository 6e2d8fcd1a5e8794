/** Draws contact sheets: every family, views of scenes, rooms. */
import { familyNames } from '../assets/families.ts';
import { GenerateConfigSchema } from '../config.ts';
import { SceneRenderer } from '../render/renderer.ts';
import { buildScene } from '../scenes/build.ts';
import { splitSubjects } from '../scenes/subjects.ts';
import { familyTiles } from './family-tiles.ts';
import { inRows, writeSheet } from './sheet.ts';

export const SHEETS = ['families', 'scenes', 'rooms', 'walk'] as const;
export type SheetName = (typeof SHEETS)[number];

export interface ContactSheetOptions {
  readonly file: string;
  /** Edge of each tile, pixels. */
  readonly tilePx: number;
  /** Edge at which the pictures are drawn, pixels. */
  readonly sizePx: number;
  readonly look: 'plain' | 'rich';
  readonly seed: string;
  /** Rows of scenes and rooms, one a seed's scene; objects of each family. */
  readonly rows: number;
  readonly columns: number;
}

/** @returns the GL back end that drew the pictures. */
export async function drawContactSheet(sheet: SheetName, options: ContactSheetOptions): Promise<string> {
  const { file, tilePx, sizePx, look, seed, rows, columns } = options;
  const renderer = new SceneRenderer(sizePx);
  try {
    const tiles =
      sheet === 'families'
        ? inRows(familyTiles(renderer, familyNames, rows, look, seed), columns)
        : sceneRows(renderer, sheet, options);
    await writeSheet(tiles, file, { sizePx, tilePx });
    return renderer.imageSource;
  } finally {
    renderer.dispose();
  }
}

function sceneRows(
  renderer: SceneRenderer,
  sheet: Exclude<SheetName, 'families'>,
  { sizePx, look, seed, rows, columns }: ContactSheetOptions,
): Uint8Array[][] {
  const setting = sheet === 'scenes' ? 'studio' : 'room';
  const room = { cameras: sheet === 'walk' ? 'walk' : 'free' };
  const config = GenerateConfigSchema.parse({
    ...{ seed, look, setting, room },
    ...{ imageSizePx: sizePx, viewsPerScene: Math.max(2, columns) },
  });
  const { train } = splitSubjects(config);
  return Array.from({ length: rows }, (_, index) => {
    const built = buildScene(config, 'train', index, train);
    renderer.load(built);
    return built.cameras.slice(0, columns).map((camera) => renderer.render(camera).rgb);
  });
}
