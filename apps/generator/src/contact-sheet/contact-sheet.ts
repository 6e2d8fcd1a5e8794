/**
 * Contact sheets to look at: node contact-sheet.ts families|scenes OUT.png [tile px] [image px] [seed]
 * families: three objects of each family, close. scenes: a row of views of each scene at the data set's own size.
 */
import { intrinsicsFromFov, lookAt, type Vec3 } from '@parallax/geometry';
import sharp from 'sharp';
import { families } from '../assets/families.ts';
import { GenerateConfigSchema } from '../config.ts';
import { SceneRenderer } from '../render/renderer.ts';
import { buildScene } from '../scenes/build.ts';
import { layoutScene } from '../scenes/layout.ts';
import { splitSubjects } from '../scenes/subjects.ts';

const [what = 'families', out = 'contact-sheet.png', tileText = '192', sizeText = tileText, seed = '0'] =
  process.argv.slice(2);
const [tile, size] = [Number(tileText), Number(sizeText)];
const renderer = new SceneRenderer(size);
const rows = what === 'families' ? familyRows() : sceneRows();
await writeSheet(rows);
renderer.dispose();

/** Each object three-quarter from the front, in its scene's own light. */
function familyRows(): Uint8Array[][] {
  const config = GenerateConfigSchema.parse({ seed, bystandersPerScene: 0 });
  const tiles = families.flatMap(({ name }, f) =>
    [0, 1, 2].map((k) => {
      const layout = layoutScene(config, 'train', f * 3 + k, Array(300).fill(`${name}-000${k}`));
      renderer.load(layout);
      const yaw = ((layout.placed[0]!.object.yawDeg + [35, -40, 20][k]!) * Math.PI) / 180;
      const [x, y, z] = layout.centre;
      const position: Vec3 = [x + 2 * Math.sin(yaw), y + 0.75, z + 2 * Math.cos(yaw)];
      const intrinsics = intrinsicsFromFov({ fovYDeg: 42, width: size, height: size });
      return renderer.render({ intrinsics, cameraToWorld: lookAt({ position, target: [x, y, z] }) }).rgb;
    }),
  );
  const columns = 9;
  return Array.from({ length: Math.ceil(tiles.length / columns) }, (_, r) =>
    tiles.slice(r * columns, (r + 1) * columns),
  );
}

function sceneRows(): Uint8Array[][] {
  const config = GenerateConfigSchema.parse({ seed, imageSizePx: size, viewsPerScene: 12 });
  const { train } = splitSubjects(config);
  return Array.from({ length: 8 }, (_, index) => {
    const built = buildScene(config, 'train', index, train);
    renderer.load(built);
    return built.cameras.map((camera) => renderer.render(camera).rgb);
  });
}

async function writeSheet(images: readonly (readonly Uint8Array[])[]): Promise<void> {
  const width = Math.max(...images.map((row) => row.length)) * tile;
  const parts = await Promise.all(
    images.flatMap((row, r) =>
      row.map(async (rgb, c) => ({
        input: await sharp(rgb, { raw: { width: size, height: size, channels: 3 } })
          .resize(tile, tile, { kernel: 'nearest' })
          .png()
          .toBuffer(),
        left: c * tile,
        top: r * tile,
      })),
    ),
  );
  const background = { r: 20, g: 20, b: 20 };
  await sharp({ create: { width, height: images.length * tile, channels: 3, background } })
    .composite(parts)
    .png()
    .toFile(out);
  process.stderr.write(`${out}: ${renderer.imageSource}\n`);
}
