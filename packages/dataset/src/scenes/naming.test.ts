import { describe, expect, it } from 'vitest';
import type { SceneObject } from '../schema.ts';
import { nameOf, objectNamed } from './naming.ts';

function object(objectId: string, role: SceneObject['role'], family: string, colour: string): SceneObject {
  const bounds = { min: [0, 0, 0], max: [1, 1, 1] } as const;
  return { objectId, role, family, colour, position: [0, 0, 0], yawDeg: 0, scale: 1, bounds, front: null };
}

const chair = object('s', 'subject', 'chair', 'Red');
const cyan = object('p1', 'landmark', 'pillar', 'cyan');
const white = object('p2', 'landmark', 'pillar', 'white');

describe('nameOf and objectNamed', () => {
  it('are inverse for every object that can be named', () => {
    const all = [chair, cyan, white, object('m', 'bystander', 'coffee-mug', 'blue')];
    for (const item of all) expect(objectNamed(nameOf(item, all)!, all)).toBe(item);
    expect(nameOf(chair, all)).toBe('chair');
    expect(nameOf(all[3]!, all)).toBe('blue coffee mug');
    expect(objectNamed('Red Chair', all)).toBe(chair);
  });

  it('need the colour where another object has the family, and give up where it has the colour too', () => {
    const other = object('c2', 'bystander', 'chair', 'blue');
    expect(nameOf(chair, [chair, other])).toBe('red chair');
    expect(objectNamed('chair', [chair, other])).toBeUndefined();
    const twin = object('c3', 'bystander', 'chair', 'red');
    expect(nameOf(chair, [chair, twin])).toBeNull();
    expect(objectNamed('red chair', [chair, twin])).toBeUndefined();
  });

  it('do not call a model of a camera "the camera"', () => {
    const camera = object('s', 'subject', 'camera', 'pink');
    expect(nameOf(camera, [camera, cyan])).toBe('pink camera');
    expect(objectNamed('camera', [camera, cyan])).toBeUndefined();
    expect(objectNamed('pink camera', [camera, cyan])).toBe(camera);
  });
});
