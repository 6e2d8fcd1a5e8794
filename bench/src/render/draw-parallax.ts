/** Our side: node draw-parallax.ts SIZE VIEWS SCENE REPEATS LOOK. Colour, instance mask, and what of each object is visible. */
import { SceneRenderer } from '@parallax/generator/render/renderer';
import { benchScene } from './write-scene.ts';

const [imageSizePx = 128, views = 20, scene = 0, repeats = 3] = process.argv.slice(2, 6).map(Number);
const look = process.argv[6] === 'rich' ? 'rich' : 'plain';
const built = benchScene({ imageSizePx, views, scene, look });
const renderer = new SceneRenderer(imageSizePx);
let ms = Number.POSITIVE_INFINITY;
let pixels: number[] = [];
for (let round = 0; round <= repeats; round++) {
  const start = performance.now();
  renderer.load(built);
  const drawn = built.cameras.map((camera) => renderer.render(camera));
  const elapsed = performance.now() - start;
  // The first round compiles shaders.
  if (round > 0) ms = Math.min(ms, elapsed);
  pixels = drawn.map(({ visible }) => visible.reduce((sum, object) => sum + object.pixels, 0));
}
process.stdout.write(
  `${JSON.stringify({ ms, images: built.cameras.length, pixels, drawnBy: renderer.imageSource })}\n`,
);
