/** Words in space that always face the reader and keep their size on the screen. */
import { CanvasTexture, LinearFilter, Sprite, SpriteMaterial, SRGBColorSpace } from 'three';

export interface LabelOptions {
  /** CSS colour of the text, or of the disc of a round label. */
  readonly colour: string;
  /** White on a disc: numbers of views. */
  readonly round?: boolean;
  /** Behind the words, so that they can be read before anything. */
  readonly halo?: string;
}

const FONT_PX = 40;
/** Share of the view's height. */
const [TEXT_HEIGHT, DISC_HEIGHT] = [0.034, 0.046];

export function labelSprite(text: string, { colour, round = false, halo }: LabelOptions): Sprite {
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('This browser gives no 2D canvas.');
  const font = `${round ? 700 : 600} ${FONT_PX}px system-ui, sans-serif`;
  pen.font = font;
  const height = FONT_PX * 1.6;
  canvas.width = round ? height : Math.ceil(pen.measureText(text).width + FONT_PX);
  canvas.height = height;
  pen.font = font;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  const [x, y] = [canvas.width / 2, canvas.height / 2];
  if (round) {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.arc(x, y, height / 2 - 2, 0, 2 * Math.PI);
    pen.fill();
  } else if (halo !== undefined) {
    pen.strokeStyle = halo;
    pen.lineWidth = 9;
    pen.lineJoin = 'round';
    pen.strokeText(text, x, y);
  }
  pen.fillStyle = round ? 'white' : colour;
  pen.fillText(text, x, y + 2);
  const texture = new CanvasTexture(canvas);
  texture.colorSpace = SRGBColorSpace;
  texture.minFilter = LinearFilter;
  const sprite = new Sprite(
    new SpriteMaterial({ map: texture, sizeAttenuation: false, depthTest: false, transparent: true }),
  );
  const size = round ? DISC_HEIGHT : TEXT_HEIGHT;
  sprite.scale.set((size * canvas.width) / canvas.height, size, 1);
  sprite.renderOrder = 10;
  return sprite;
}
