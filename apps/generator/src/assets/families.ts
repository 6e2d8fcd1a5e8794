/** All procedural families. A new family is one file and one line here. */
import { bear } from './animals/bear.ts';
import { cow } from './animals/cow.ts';
import { giraffe } from './animals/giraffe.ts';
import { penguin } from './animals/penguin.ts';
import { person } from './animals/person.ts';
import { rabbit } from './animals/rabbit.ts';
import { turtle } from './animals/turtle.ts';
import { bathtub } from './appliances/bathtub.ts';
import { kettle } from './appliances/kettle.ts';
import { laptop } from './appliances/laptop.ts';
import { microwave } from './appliances/microwave.ts';
import { printer } from './appliances/printer.ts';
import { refrigerator } from './appliances/refrigerator.ts';
import { toilet } from './appliances/toilet.ts';
import { washingMachine } from './appliances/washing-machine.ts';
import { cat } from './creatures/cat.ts';
import { dog } from './creatures/dog.ts';
import { duck } from './creatures/duck.ts';
import { elephant } from './creatures/elephant.ts';
import { fish } from './creatures/fish.ts';
import { horse } from './creatures/horse.ts';
import { robot } from './creatures/robot.ts';
import type { Family } from './family.ts';
import { bed } from './furniture/bed.ts';
import { bookshelf } from './furniture/bookshelf.ts';
import { cabinet } from './furniture/cabinet.ts';
import { chair } from './furniture/chair.ts';
import { desk } from './furniture/desk.ts';
import { lamp } from './furniture/lamp.ts';
import { sofa } from './furniture/sofa.ts';
import { stool } from './furniture/stool.ts';
import { table } from './furniture/table.ts';
import { backpack } from './homeware/backpack.ts';
import { bottle } from './homeware/bottle.ts';
import { clock } from './homeware/clock.ts';
import { guitar } from './homeware/guitar.ts';
import { piano } from './homeware/piano.ts';
import { plant } from './homeware/plant.ts';
import { trashCan } from './homeware/trash-can.ts';
import { camera } from './household/camera.ts';
import { house } from './household/house.ts';
import { mailbox } from './household/mailbox.ts';
import { mug } from './household/mug.ts';
import { shoe } from './household/shoe.ts';
import { teapot } from './household/teapot.ts';
import { television } from './household/television.ts';
import { bench } from './outdoors/bench.ts';
import { hydrant } from './outdoors/hydrant.ts';
import { lighthouse } from './outdoors/lighthouse.ts';
import { tent } from './outdoors/tent.ts';
import { trafficLight } from './outdoors/traffic-light.ts';
import { windmill } from './outdoors/windmill.ts';
import { helicopter } from './transport/helicopter.ts';
import { tank } from './transport/tank.ts';
import { tractor } from './transport/tractor.ts';
import { train } from './transport/train.ts';
import { airplane } from './vehicles/airplane.ts';
import { bicycle } from './vehicles/bicycle.ts';
import { boat } from './vehicles/boat.ts';
import { bus } from './vehicles/bus.ts';
import { car } from './vehicles/car.ts';
import { motorcycle } from './vehicles/motorcycle.ts';
import { rocket } from './vehicles/rocket.ts';
import { truck } from './vehicles/truck.ts';

/** The order decides which object a number of the catalogue is: new families go to the end. */
export const families: readonly Family[] = [
  ...[chair, desk, sofa, lamp],
  ...[car, truck, airplane, boat, rocket],
  ...[dog, duck, elephant, robot],
  ...[mug, teapot, camera, shoe, house, television, mailbox],
  ...[bed, bookshelf, table, stool, cabinet],
  ...[microwave, washingMachine, printer, laptop, toilet, bathtub, kettle, refrigerator],
  ...[clock, bottle, plant, trashCan, backpack, guitar, piano],
  ...[bicycle, motorcycle, bus, train, tractor, helicopter, tank],
  ...[hydrant, bench, trafficLight, windmill, lighthouse, tent],
  ...[cat, horse, fish, rabbit, cow, turtle, penguin, bear, giraffe, person],
];

export const familyNames: readonly string[] = families.map(({ name }) => name);
