/** A canvas with the scene of one question on it. Drawn only when something has changed. */
import type { QuestionGeometry } from '@parallax/dataset/schema';
import { type Material, Mesh, PerspectiveCamera, Scene, type Sphere, Sprite, WebGLRenderer } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { type Emphasis, emphasize } from './emphasis.ts';
import { furnish, type StageLook } from './furnish.ts';
import { behindCamera, fromAbove, overview, type Stand } from './stand.ts';

export interface Stage {
  /** Cameras and subject large, landmarks behind them. */
  showCameras(): void;
  showAll(): void;
  showFromAbove(): void;
  showFromCamera(index: number): void;
  /** These objects and, where told, the path between the cameras stand out; null: nothing does. */
  emphasize(emphasis: Emphasis | null): void;
  close(): void;
}

const FOV_DEG = 40;
/** More than this makes large screens slow without being seen. */
const MAX_PIXEL_RATIO = 2;

/** One for the life of a canvas: browsers give a page few contexts. @throws Error when there is no WebGL. */
export function openRenderer(canvas: HTMLCanvasElement): WebGLRenderer {
  const renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
  renderer.setPixelRatio(Math.min(devicePixelRatio, MAX_PIXEL_RATIO));
  return renderer;
}

export function openStage(renderer: WebGLRenderer, geometry: QuestionGeometry, look: StageLook): Stage {
  const canvas = renderer.domElement;
  const scene = new Scene();
  const eye = new PerspectiveCamera(FOV_DEG, 1);
  let asked = 0;
  const draw = (): void => {
    asked ||= requestAnimationFrame(() => {
      asked = 0;
      renderer.render(scene, eye);
    });
  };
  const extent = furnish(scene, geometry, look, draw);
  // Before the controls are made: they turn about this axis.
  eye.up.copy(extent.up);
  const controls = new OrbitControls(eye, canvas);
  controls.listenToKeyEvents(canvas);
  controls.addEventListener('change', draw);

  const resize = (): void => {
    const { clientWidth, clientHeight } = canvas;
    if (clientWidth === 0 || clientHeight === 0) return;
    renderer.setSize(clientWidth, clientHeight, false);
    eye.aspect = clientWidth / clientHeight;
    eye.updateProjectionMatrix();
    draw();
  };
  const place = (stand: Stand | null): void => {
    if (stand === null) return;
    eye.position.copy(stand.position);
    controls.target.copy(stand.target);
    const reach = Math.max(extent.all.radius, stand.position.distanceTo(stand.target));
    eye.near = reach / 300;
    eye.far = reach * 50;
    eye.updateProjectionMatrix();
    controls.update();
    draw();
  };
  /** From where the ball fills the smaller side of the canvas. */
  const distanceTo = ({ radius }: Sphere): number =>
    radius / Math.sin(((FOV_DEG / 2) * Math.PI) / 180) / Math.min(1, eye.aspect);
  const show = (ball: Sphere): void => place(overview(geometry, extent, ball, distanceTo(ball)));

  resize();
  const watch = new ResizeObserver(resize);
  watch.observe(canvas);
  show(extent.cameras);
  return {
    showCameras: () => show(extent.cameras),
    showAll: () => show(extent.all),
    showFromAbove: () => place(fromAbove(geometry, extent, distanceTo(extent.all))),
    showFromCamera: (index) => place(behindCamera(geometry, extent, index)),
    emphasize: (emphasis) => {
      emphasize(scene, emphasis);
      draw();
    },
    close: () => {
      cancelAnimationFrame(asked);
      watch.disconnect();
      controls.dispose();
      scene.traverse(disposeOf);
    },
  };
}

function disposeOf(node: object): void {
  if (!(node instanceof Mesh || node instanceof Sprite)) return;
  node.geometry.dispose();
  // Every mesh of ours has exactly one material.
  const material = node.material as Material & { map?: { dispose(): void } | null };
  material.map?.dispose();
  material.dispose();
}
