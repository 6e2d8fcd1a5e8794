/**
 * Draws views of one scene at a time: colour image and instance mask. Programs, targets and the shadow map are made
 * once and reused; a scene's geometry is freed when the next is loaded, so memory stays flat.
 */

import type { VisibleObject } from '@parallax/dataset/schema';
import type { Camera } from '@parallax/geometry';
import { LabError } from '@parallax/lab';
import {
  BufferGeometry,
  Color,
  DirectionalLight,
  HemisphereLight,
  Mesh,
  NoToneMapping,
  PCFShadowMap,
  PerspectiveCamera,
  Scene,
  SRGBColorSpace,
  UnsignedByteType,
  WebGLRenderer,
  WebGLRenderTarget,
} from 'three';
import { createGlContext, describeGl } from '../gl/context.ts';
import type { SceneLook } from '../scenes/look.ts';
import { createMaskTarget, createNumberMaterial, createSilhouetteMaterial, MAX_OBJECTS } from './masks.ts';
import { measureVisible } from './measure.ts';
import { buildStage, type PlacedShape } from './stage.ts';
import { createSurfaceMaterial } from './surface.ts';

export interface RenderedView {
  /** RGB bytes, top row first, `sizePx` squared. */
  readonly rgb: Uint8Array;
  readonly visible: VisibleObject[];
}

export interface RenderableScene {
  readonly placed: readonly PlacedShape[];
  readonly look: SceneLook;
}

const SHADOW_MAP_PX = 1024;
/** Half the width of the shadowed area, metres: it reaches beyond the landmarks, so that no shadow ends in a line. */
const SHADOW_REACH = 10;
const SUN_DISTANCE = 20;
const SAMPLES = 4;
/** Every pixel of the number pass is opaque: a first pixel that is not was never drawn. */
const ALPHA = 3;

export class SceneRenderer {
  /** Back end, renderer and version, for the manifest. */
  readonly imageSource: string;
  readonly sizePx: number;
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #mesh = new Mesh(new BufferGeometry(), createSurfaceMaterial());
  readonly #sun = new DirectionalLight();
  readonly #sky = new HemisphereLight();
  readonly #camera = new PerspectiveCamera();
  readonly #numberMaterial = createNumberMaterial();
  readonly #silhouetteMaterial = createSilhouetteMaterial();
  readonly #colourTarget: WebGLRenderTarget;
  readonly #numberTarget: WebGLRenderTarget;
  readonly #silhouetteTarget: WebGLRenderTarget;
  readonly #pixels: Uint8Array[];
  #objectIds: string[] = [];

  /** @throws ConfigError when no GL back end works on this machine. One renderer a process or thread. */
  constructor(sizePx: number) {
    const context = createGlContext();
    this.imageSource = describeGl(context);
    this.sizePx = sizePx;
    this.#renderer = createThreeRenderer(context.webgl, sizePx);
    this.#colourTarget = new WebGLRenderTarget(sizePx, sizePx, {
      samples: SAMPLES,
      type: UnsignedByteType,
      colorSpace: SRGBColorSpace,
    });
    // Lets three write sRGB into the multisampled target in the same pass; ANGLE needs the format spelt out.
    Object.assign(this.#colourTarget, { isXRRenderTarget: true });
    this.#colourTarget.texture.internalFormat = 'RGBA8';
    this.#numberTarget = createMaskTarget(sizePx, 1);
    this.#silhouetteTarget = createMaskTarget(sizePx, MAX_OBJECTS / 4);
    this.#pixels = Array.from({ length: 6 }, () => new Uint8Array(sizePx * sizePx * 4));
    this.#mesh.castShadow = true;
    this.#mesh.receiveShadow = true;
    this.#mesh.frustumCulled = false;
    this.#sun.castShadow = true;
    this.#sun.shadow.mapSize.set(SHADOW_MAP_PX, SHADOW_MAP_PX);
    const area = { left: -SHADOW_REACH, right: SHADOW_REACH, top: SHADOW_REACH, bottom: -SHADOW_REACH };
    Object.assign(this.#sun.shadow.camera, { ...area, near: 1, far: 2 * SUN_DISTANCE });
    this.#sun.shadow.normalBias = 0.02;
    this.#camera.matrixAutoUpdate = false;
    this.#scene.add(this.#mesh, this.#sun, this.#sky);
  }

  load({ placed, look }: RenderableScene): void {
    if (placed.length > MAX_OBJECTS) throw new RangeError(`A scene holds at most ${MAX_OBJECTS} objects.`);
    this.#mesh.geometry.dispose();
    this.#mesh.geometry = buildStage(placed, look);
    this.#objectIds = placed.map(({ object }) => object.objectId);
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
    this.#renderer.shadowMap.needsUpdate = true;
  }

  render(camera: Camera): RenderedView {
    this.#aim(camera);
    const [colour, numbers, ...silhouettes] = this.#pixels as [Uint8Array, Uint8Array, ...Uint8Array[]];
    this.#draw(this.#colourTarget, null, [colour]);
    numbers[ALPHA] = 0;
    this.#draw(this.#numberTarget, this.#numberMaterial, [numbers]);
    if (numbers[ALPHA] !== 255) {
      throw new LabError('gl-lost', `The GL context stopped drawing (${this.imageSource}).`, {
        remedy: 'Run the same command again: it continues. If it comes back, try PARALLAX_GL=mesa or angle.',
      });
    }
    this.#draw(this.#silhouetteTarget, this.#silhouetteMaterial, silhouettes);
    return {
      rgb: topRowFirst(colour, this.sizePx),
      visible: measureVisible(numbers, silhouettes, this.sizePx, this.#objectIds),
    };
  }

  dispose(): void {
    this.#mesh.geometry.dispose();
    this.#renderer.dispose();
  }

  #draw(target: WebGLRenderTarget, material: Scene['overrideMaterial'], into: readonly Uint8Array[]): void {
    this.#scene.overrideMaterial = material;
    this.#renderer.setRenderTarget(target);
    this.#renderer.render(this.#scene, this.#camera);
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

function createThreeRenderer(webgl: Readonly<Record<string, unknown>>, sizePx: number): WebGLRenderer {
  const ignore = (): void => undefined;
  // three asks the browser's global for its animation loop, which is never started here.
  const global = globalThis as { self?: unknown };
  global.self ??= { requestAnimationFrame: ignore, cancelAnimationFrame: ignore };
  const canvas = {
    width: sizePx,
    height: sizePx,
    style: {},
    addEventListener: ignore,
    removeEventListener: ignore,
  };
  // The context has the calls that three makes, but not the browser's nominal types.
  const renderer = new WebGLRenderer({ canvas, context: webgl } as unknown as ConstructorParameters<
    typeof WebGLRenderer
  >[0]);
  renderer.setSize(sizePx, sizePx, false);
  renderer.toneMapping = NoToneMapping;
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = PCFShadowMap;
  // Once a scene, not once a view: light and objects stand still.
  renderer.shadowMap.autoUpdate = false;
  return renderer;
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
