/** Chooses what stands in a room: all of one split, no two that could not be told apart by family and colour. */
import type { SceneObject, Split } from '@parallax/dataset/schema';
import type { Random } from '@parallax/geometry';
import { colourOfObject, familyOfObject, objectIdOf } from '../../assets/catalogue.ts';
import { familyNames } from '../../assets/families.ts';
import { type RoomPlace, TOY } from '../../assets/family.ts';
import type { GenerateConfig } from '../../config.ts';
import { splitOfObject } from '../subjects.ts';

/** Family of the agents: their fronts cannot be mistaken. */
const AGENT = 'person';
/** The subject is at least that large, metres: views are taken from where a person stands. */
const LEAST_SUBJECT_M = 0.3;
/** Of the objects, how many may be toys that stand for things too large for a room. */
const TOY_SHARE = 0.2;
const TRIES = 200;

export interface CastMember {
  readonly objectId: string;
  readonly role: SceneObject['role'];
  readonly place: RoomPlace;
}

export interface Cast {
  readonly subject: CastMember;
  /** More than are wanted, in the order of preference: some find no place. */
  readonly objects: readonly CastMember[];
  /** How many of `objects` are wanted. */
  readonly count: number;
  readonly agents: readonly CastMember[];
}

export function castRoom(
  config: GenerateConfig,
  split: Split,
  index: number,
  subjects: readonly string[],
  random: Random,
): Cast {
  const subjectId = subjectOf(subjects, index);
  const families = new Set([familyOfObject(subjectId).name, AGENT]);
  const { least, most } = config.room.objects;
  const count = random.int(least, most + 1);
  const others = random
    .shuffle(subjects)
    .filter((id) => !families.has(familyOfObject(id).name) && families.add(familyOfObject(id).name));
  const objects = inOrderOfPreference(others, count, random);
  if (random.next() < config.room.lookAlikeShare && count > 0) {
    const original = random.next() < 0.6 || objects.length === 0 ? subjectId : objects[0]!;
    const twin = lookAlike(config, split, [original], random.fork('look-alike'));
    if (twin !== undefined) objects.splice(random.int(0, Math.min(count, objects.length + 1)), 0, twin);
  }
  const persons: string[] = [];
  const { agents } = config.room;
  for (let k = random.int(agents.least, agents.most + 1); k > 0; k--) {
    const draw = random.fork(`agent ${k}`);
    const next = lookAlike(
      config,
      split,
      persons.length > 0 ? persons : [objectIdOf(AGENT, draw.int(0, 1e6))],
      draw,
    );
    if (next !== undefined) persons.push(next);
  }
  return {
    subject: member(subjectId, 'subject'),
    objects: objects.map((id) => member(id, 'bystander')),
    count,
    agents: persons.map((id) => member(id, 'agent')),
  };
}

/** The scene's turn among those that are neither persons nor too small. */
function subjectOf(subjects: readonly string[], index: number): string {
  const fitting = subjects.filter((id) => {
    const { name, room = TOY } = familyOfObject(id);
    return name !== AGENT && room.sizeM[0] >= LEAST_SUBJECT_M;
  });
  const list = fitting.length > 0 ? fitting : subjects;
  return list[index % list.length]!;
}

/** What carries others comes first, then what belongs into a room; few toys. */
function inOrderOfPreference(ids: readonly string[], count: number, random: Random): string[] {
  const carriers = ids.filter((id) => familyOfObject(id).room?.carries);
  const first = carriers.slice(0, count > 5 ? 2 : 1);
  const rest = ids.filter((id) => !first.includes(id));
  const residents = rest.filter((id) => familyOfObject(id).room !== undefined);
  const toys = rest.filter((id) => familyOfObject(id).room === undefined);
  const toyCount = Math.min(toys.length, Math.round(count * TOY_SHARE * 2 * random.next()));
  const wanted = Math.max(0, count - first.length - toyCount);
  return [
    ...first,
    ...residents.slice(0, wanted),
    ...toys.slice(0, toyCount),
    ...residents.slice(wanted),
    ...toys.slice(toyCount),
  ];
}

/** Another object of the same split and family, of a colour that none of the given has. */
function lookAlike(
  config: GenerateConfig,
  split: Split,
  known: readonly string[],
  random: Random,
): string | undefined {
  const { name } = familyOfObject(known[0]!);
  // Own models have no other of their kind.
  if (!familyNames.includes(name)) return undefined;
  const colours = new Set(known.map(colourOfObject));
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const id = objectIdOf(name, random.int(0, 1_000_000));
    if (splitOfObject(id, config) !== split) continue;
    if (!colours.has(colourOfObject(id))) return id;
  }
  return undefined;
}

function member(objectId: string, role: SceneObject['role']): CastMember {
  return { objectId, role, place: familyOfObject(objectId).room ?? TOY };
}
