/**
 * Draws views of one scene at a time: colour image and instance mask. Programs, targets and the shadow map are made
 * once and reused; a scene's geometry is freed when the next is loaded, so memory stays flat.
 */

import type { PassObject } from '@parallax/dataset';
import type { Placement, VisibleObject } from '@parallax/dataset/schema';
import { boxSize, type Camera } from '@parallax/geometry';
import { LabError } from '@parallax/lab';
import {
  BufferGeometry,
  Color,
  DirectionalLight,
  HemisphereLight,
  type Material,
  Mesh,
  PerspectiveCamera,
  type RawShaderMaterial,
  Scene,
  SRGBColorSpace,
  UnsignedByteType,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three';
import type { Shape } from '../assets/shape.ts';
import { createGlContext, describeGl } from '../gl/context.ts';
import type { SceneLook } from '../scenes/look.ts';
import { createObjectShadowMaterial } from './cast-shadow.ts';
import { createDisplacer } from './displace.ts';
import {
  createMaskTarget,
  createNumberMaterial,
  createSilhouetteMaterial,
  MAX_OBJECTS,
  OBJECTS_PER_DRAW,
} from './masks/masks.ts';
import { measureVisible } from './masks/measure.ts';
import { groupByKind } from './materials/kind-groups.ts';
import { MaterialBank } from './materials/material-bank.ts';
import type { TextureSlot } from './materials/surface.ts';
import { createTextures } from './materials/textures.ts';
import {
  createGeometryMaterial,
  createGeometryPixels,
  createGeometryTarget,
  type GeometryPixels,
} from './passes/geometry-pass.ts';
import { passObjects, type ViewPasses, viewPasses } from './passes/view-passes.ts';
import { createRichUniforms, fillRichUniforms } from './rich/rich-look.ts';
import { buildStage, type PlacedShape, stageTextures } from './stage.ts';
import { createThreeRenderer } from './three-renderer.ts';

export interface RenderedView {
  /** RGB bytes, top row first, `sizePx` squared. */
  readonly rgb: Uint8Array;
  readonly visible: VisibleObject[];
  /** Where they were asked for. */
  readonly passes?: ViewPasses;
}

export interface RenderOptions {
  readonly moved?: readonly Placement[];
  readonly passes?: boolean;
}

export interface RenderableScene {
  readonly placed: readonly PlacedShape[];
  readonly look: SceneLook;
  /** Walls of a room, in world coordinates. */
  readonly backdrop?: Shape;
}

const SHADOW_MAP_PX = 1024;
/** Half the width of the shadowed area, metres: it reaches beyond the landmarks, so that no shadow ends in a line. */
const SHADOW_REACH = 10;
const SUN_DISTANCE = 20;
/** Blur of shadow edges in texels of the shadow map. */
const SHADOW_BLUR = { plain: 1, rich: 2.5 };
const SAMPLES = 4;
/** Every pixel of the number pass is opaque: a first pixel that is not was never drawn. */
const ALPHA = 3;

export class SceneRenderer {
  /** Back end, renderer and version, for the manifest. */
  readonly imageSource: string;
  readonly sizePx: number;
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  /** The same vertices without lights: masks and passes are drawn from here, in one draw each. */
  readonly #flatScene = new Scene();
  readonly #textures: TextureSlot = { value: null };
  readonly #richUniforms = createRichUniforms();
  readonly #materials = new MaterialBank(this.#textures, this.#richUniforms);
  readonly #objectShadows = createObjectShadowMaterial();
  readonly #mesh = new Mesh<BufferGeometry, Material[]>(new BufferGeometry(), []);
  readonly #flatMesh = new Mesh(new BufferGeometry());
  readonly #sun = new DirectionalLight();
  readonly #sky = new HemisphereLight();
  readonly #camera = new PerspectiveCamera();
  readonly #numberMaterial = createNumberMaterial();
  readonly #silhouetteMaterial = createSilhouetteMaterial();
  readonly #colourTarget: WebGLRenderTarget;
  readonly #numberTarget: WebGLRenderTarget;
  readonly #silhouetteTarget: WebGLRenderTarget;
  readonly #colourPixels: Uint8Array;
  readonly #numberPixels: Uint8Array;
  /** As many as the fullest scene so far needed. */
  readonly #silhouettes: Uint8Array[] = [];
  #geometry: { target: WebGLRenderTarget; material: RawShaderMaterial; pixels: GeometryPixels } | undefined;
  #loaded: RenderableScene | undefined;
  #objects: PassObject[] = [];
  #displace: ReturnType<typeof createDisplacer> = () => false;

  /** @throws ConfigError when no GL back end works on this machine. One renderer a process or thread. */
  constructor(sizePx: number) {
    const context = createGlContext();
    this.imageSource = describeGl(context);
    this.sizePx = sizePx;
    this.#renderer = createThreeRenderer(context.webgl, sizePx);
    this.#colourTarget = new WebGLRenderTarget(sizePx, sizePx, {
      samples: SAMPLES,
      // Depth is not wanted: resolving it costs as much as colour.
      resolveDepthBuffer: false,
      type: UnsignedByteType,
      colorSpace: SRGBColorSpace,
    });
    // Lets three write sRGB into the multisampled target in the same pass; ANGLE needs the format spelt out.
    Object.assign(this.#colourTarget, { isXRRenderTarget: true });
    this.#colourTarget.texture.internalFormat = 'RGBA8';
    this.#numberTarget = createMaskTarget(sizePx, 1);
    this.#silhouetteTarget = createMaskTarget(sizePx, OBJECTS_PER_DRAW / 4);
    this.#colourPixels = rgbaOf(sizePx);
    this.#numberPixels = rgbaOf(sizePx);
    this.#mesh.castShadow = true;
    this.#mesh.receiveShadow = true;
    this.#mesh.frustumCulled = false;
    this.#flatMesh.frustumCulled = false;
    this.#flatScene.add(this.#flatMesh);
    this.#sun.castShadow = true;
    this.#sun.shadow.mapSize.set(SHADOW_MAP_PX, SHADOW_MAP_PX);
    Object.assign(this.#sun.shadow.camera, { near: 1, far: 2 * SUN_DISTANCE });
    this.#sun.shadow.normalBias = 0.02;
    this.#camera.matrixAutoUpdate = false;
    this.#scene.add(this.#mesh, this.#sun, this.#sky);
  }

  load(scene: RenderableScene): void {
    const { placed, look, backdrop } = scene;
    if (placed.length > MAX_OBJECTS) throw new RangeError(`A scene holds at most ${MAX_OBJECTS} objects.`);
    this.#loaded = scene;
    this.#mesh.geometry.dispose();
    this.#flatMesh.geometry.dispose();
    const stage = buildStage(placed, look, backdrop);
    this.#flatMesh.geometry = stage;
    this.#mesh.geometry = groupByKind(stage, look.rich === true);
    this.#dress(stageTextures(placed), look);
    fillRichUniforms(this.#richUniforms, placed, look);
    this.#displace = createDisplacer(stage, placed);
    this.#objects = passObjects(placed);
    const { sun, ambient } = look;
    const [level, azimuth] = [Math.cos(radians(sun.elevationDeg)), radians(sun.azimuthDeg)];
    this.#sun.position
      .set(level * Math.sin(azimuth), Math.sin(radians(sun.elevationDeg)), level * Math.cos(azimuth))
      .multiplyScalar(SUN_DISTANCE);
    this.#sun.color = new Color().setRGB(...sun.colour, SRGBColorSpace);
    this.#sun.intensity = sun.intensity;
    this.#sky.color = new Color().setRGB(...ambient.sky, SRGBColorSpace);
    this.#sky.groundColor = new Color().setRGB(...ambient.ground, SRGBColorSpace);
    this.#sky.intensity = ambient.intensity;
    const reach = look.room === undefined ? SHADOW_REACH : Math.hypot(...boxSize(look.room)) / 2;
    Object.assign(this.#sun.shadow.camera, { left: -reach, right: reach, top: reach, bottom: -reach });
    this.#sun.shadow.camera.updateProjectionMatrix();
    this.#sun.shadow.radius = look.rich ? SHADOW_BLUR.rich : SHADOW_BLUR.plain;
    this.#mesh.customDepthMaterial = backdrop === undefined ? undefined : this.#objectShadows;
    this.#renderer.shadowMap.needsUpdate = true;
  }

  /**
   * @param options.moved objects that stand elsewhere in this view; picture, shadows and masks follow.
   * @param options.passes draws depth, normals and object coordinates too.
   * @throws LabError `unknown-object`, `moved-twice` for placements that do not fit the scene; `gl-lost`.
   */
  render(camera: Camera, { moved = [], passes = false }: RenderOptions = {}): RenderedView {
    this.#aim(camera);
    if (this.#displace(moved)) this.#lightMoved(moved);
    const [colour, numbers] = [this.#colourPixels, this.#numberPixels];
    this.#draw(this.#colourTarget, null, [colour]);
    numbers[ALPHA] = 0;
    this.#draw(this.#numberTarget, this.#numberMaterial, [numbers]);
    if (numbers[ALPHA] !== 255) {
      throw new LabError('gl-lost', `The GL context stopped drawing (${this.imageSource}).`, {
        remedy: 'Run the same command again: it continues. If it comes back, try PARALLAX_GL=mesa or angle.',
      });
    }
    const rgb = topRowFirst(colour, this.sizePx);
    const ids = this.#objects.map(({ objectId }) => objectId);
    const visible = measureVisible(numbers, this.#drawSilhouettes(), this.sizePx, ids);
    return passes ? { rgb, visible, passes: this.#drawPasses(numbers) } : { rgb, visible };
  }

  /** What objects do to the light around them goes with them. */
  #lightMoved(moved: readonly Placement[]): void {
    this.#renderer.shadowMap.needsUpdate = true;
    const { placed, look } = this.#loaded!;
    const placements = new Map(moved.map((placement) => [placement.objectId, placement]));
    const now = placed.map(({ shape, object }) => {
      return { shape, object: { ...object, ...placements.get(object.objectId) } };
    });
    fillRichUniforms(this.#richUniforms, now, look);
  }

  dispose(): void {
    this.#mesh.geometry.dispose();
    this.#flatMesh.geometry.dispose();
    this.#renderer.dispose();
  }

  #dress(layers: readonly Uint8Array[], { rich }: SceneLook): void {
    this.#textures.value?.dispose();
    this.#textures.value = layers.length > 0 ? createTextures(layers) : null;
    const kinds = this.#mesh.geometry.groups.map(({ materialIndex }) => materialIndex ?? 0);
    this.#mesh.material = this.#materials.materialsOf(kinds, {
      rich: rich === true,
      textured: layers.length > 0,
    });
  }

  /** Channel k of picture j is object 4j + k + 1's silhouette, as `measureVisible` wants them. */
  #drawSilhouettes(): Uint8Array[] {
    const pictures = Math.ceil(this.#objects.length / 4);
    while (this.#silhouettes.length < pictures) this.#silhouettes.push(rgbaOf(this.sizePx));
    for (let first = 0; first < pictures * 4; first += OBJECTS_PER_DRAW) {
      this.#silhouetteMaterial.uniforms['first']!.value = first + 1;
      const into = this.#silhouettes.slice(first / 4, Math.min(pictures, (first + OBJECTS_PER_DRAW) / 4));
      this.#draw(this.#silhouetteTarget, this.#silhouetteMaterial, into);
    }
    return this.#silhouettes;
  }

  /** Made when first asked for: most data sets go without. */
  #drawPasses(numbers: Uint8Array): ViewPasses {
    this.#geometry ??= {
      target: createGeometryTarget(this.sizePx),
      material: createGeometryMaterial(),
      pixels: createGeometryPixels(this.sizePx),
    };
    const { target, material, pixels } = this.#geometry;
    this.#draw(target, material, [pixels.normalDepth, pixels.point]);
    return viewPasses(pixels, numbers, this.sizePx, this.#objects);
  }

  #draw(
    target: WebGLRenderTarget,
    material: Scene['overrideMaterial'],
    into: readonly (Uint8Array | Float32Array)[],
  ): void {
    this.#flatScene.overrideMaterial = material;
    this.#renderer.setRenderTarget(target);
    this.#renderer.render(material === null ? this.#scene : this.#flatScene, this.#camera);
    for (const [k, pixels] of into.entries()) {
      this.#renderer.readRenderTargetPixels(target, 0, 0, this.sizePx, this.sizePx, pixels, 0, k);
    }
  }

  /** Exact pinhole projection of the record, not a field of view rounded through degrees. */
  #aim({ intrinsics, cameraToWorld }: Camera): void {
    const { fx, fy, cx, cy, width, height } = intrinsics;
    const [near, far] = [0.05, 100];
    const [a, b] = [-(far + near) / (far - near), (-2 * far * near) / (far - near)];
    this.#camera.projectionMatrix.set(
      ...([(2 * fx) / width, 0, 1 - (2 * cx) / width, 0] as const),
      ...([0, (2 * fy) / height, (2 * cy) / height - 1, 0] as const),
      ...([0, 0, a, b] as const),
      ...([0, 0, -1, 0] as const),
    );
    this.#camera.projectionMatrixInverse.copy(this.#camera.projectionMatrix).invert();
    this.#camera.matrix.set(...cameraToWorld);
    this.#camera.matrix.decompose(this.#camera.position, this.#camera.quaternion, this.#camera.scale);
    this.#camera.matrixWorldNeedsUpdate = true;
  }
}

function rgbaOf(sizePx: number): Uint8Array {
  return new Uint8Array(sizePx * sizePx * 4);
}

function topRowFirst(rgba: Uint8Array, sizePx: number): Uint8Array {
  const rgb = new Uint8Array(sizePx * sizePx * 3);
  let at = 0;
  for (let row = sizePx - 1; row >= 0; row--) {
    for (let i = row * sizePx * 4; i < (row + 1) * sizePx * 4; i += 4) {
      rgb[at++] = rgba[i]!;
      rgb[at++] = rgba[i + 1]!;
      rgb[at++] = rgba[i + 2]!;
    }
  }
  return rgb;
}

function radians(deg: number): number {
  return (deg * Math.PI) / 180;
}
