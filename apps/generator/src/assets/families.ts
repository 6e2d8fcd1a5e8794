/** All procedural families. A new family is one file and one line here. */
import { dog } from './creatures/dog.ts';
import { duck } from './creatures/duck.ts';
import { elephant } from './creatures/elephant.ts';
import { robot } from './creatures/robot.ts';
import type { Family } from './family.ts';
import { chair } from './furniture/chair.ts';
import { desk } from './furniture/desk.ts';
import { lamp } from './furniture/lamp.ts';
import { sofa } from './furniture/sofa.ts';
import { camera } from './household/camera.ts';
import { house } from './household/house.ts';
import { mailbox } from './household/mailbox.ts';
import { mug } from './household/mug.ts';
import { shoe } from './household/shoe.ts';
import { teapot } from './household/teapot.ts';
import { television } from './household/television.ts';
import { airplane } from './vehicles/airplane.ts';
import { boat } from './vehicles/boat.ts';
import { car } from './vehicles/car.ts';
import { rocket } from './vehicles/rocket.ts';
import { truck } from './vehicles/truck.ts';

export const families: readonly Family[] = [
  ...[chair, desk, sofa, lamp],
  ...[car, truck, airplane, boat, rocket],
  ...[dog, duck, elephant, robot],
  ...[mug, teapot, camera, shoe, house, television, mailbox],
];
