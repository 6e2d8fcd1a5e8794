/** The objects of a scene as boxes in their own colours. */
import type { SceneObject } from '@parallax/dataset/schema';
import {
  ArrowHelper,
  BoxGeometry,
  Color,
  EdgesGeometry,
  Group,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshLambertMaterial,
} from 'three';
import { vectorOf } from '../axes.ts';
import { labelSprite } from './label-sprite.ts';

/** Names of the generator's palette; anything else is drawn gray. */
const COLOURS: Readonly<Record<string, string>> = {
  red: '#d81e1e',
  green: '#1f9a2e',
  blue: '#1f3fd0',
  yellow: '#f5d90a',
  orange: '#f57c0a',
  purple: '#7a1fb0',
  pink: '#ff7fc0',
  cyan: '#13c8dc',
  brown: '#6b3a14',
  white: '#f8f8f8',
  black: '#26262a',
  gray: '#7d7d7d',
};
/** Smallest edge of a box, so that a flat one can be seen. */
const THIN = 1e-3;

export function makeObject(object: SceneObject, ink: string, surface: string): Group {
  const { bounds, colour, family, front, role } = object;
  const [low, high] = [vectorOf(bounds.min), vectorOf(bounds.max)];
  const size = high.clone().sub(low).clampScalar(THIN, Number.POSITIVE_INFINITY);
  const box = new BoxGeometry(size.x, size.y, size.z);
  const fill = new MeshLambertMaterial({
    color: new Color(COLOURS[colour] ?? '#8a8a8a'),
    transparent: true,
    opacity: role === 'subject' ? 0.85 : 0.7,
  });
  const edge = new LineBasicMaterial({ color: new Color(ink), transparent: true, opacity: 0.6 });
  const group = new Group();
  group.position.copy(low.add(high).multiplyScalar(0.5));
  group.add(new Mesh(box, fill), new LineSegments(new EdgesGeometry(box), edge));
  if (front !== null) {
    const length = Math.max(size.x, size.z) * 0.9;
    group.add(
      new ArrowHelper(
        vectorOf(front).normalize(),
        undefined,
        length,
        new Color(ink),
        length * 0.25,
        length * 0.15,
      ),
    );
  }
  const label = labelSprite(`${colour} ${family}`, { colour: ink, halo: surface });
  label.position.y = size.y / 2;
  label.center.set(0.5, -0.1);
  group.add(label);
  return group;
}
