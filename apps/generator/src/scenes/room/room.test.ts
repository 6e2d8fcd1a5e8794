/** Rooms: what stands in them, where cameras stand, and what masks show of them. */
import type { SceneObject } from '@parallax/dataset/schema';
import { type Box, boxContains, boxesOverlap, cameraAxes, cameraCentre, project } from '@parallax/geometry';
import { afterAll, describe, expect, it } from 'vitest';
import { familyOfObject } from '../../assets/catalogue.ts';
import { TOY } from '../../assets/family.ts';
import { type GenerateConfig, GenerateConfigSchema } from '../../config.ts';
import { type RenderableScene, SceneRenderer } from '../../render/renderer.ts';
import { type BuiltScene, buildScene } from '../build.ts';
import { splitSubjects } from '../subjects.ts';
import { boundsAt, footprintOf } from './footprint.ts';
import { canStand, EYE_M } from './views/free-views.ts';

const room = (more: Record<string, unknown> = {}): GenerateConfig =>
  GenerateConfigSchema.parse({ seed: 'room test', setting: 'room', viewsPerScene: 10, ...more });

function build(config: GenerateConfig, count: number): BuiltScene[] {
  const subjects = splitSubjects(config);
  return Array.from({ length: count }, (_, k) => buildScene(config, 'train', k, subjects.train));
}

const scenes = build(room(), 24);
const shrunk = ({ min, max }: Box, by: number): Box => ({
  min: [min[0] + by, min[1] + by, min[2] + by],
  max: [max[0] - by, max[1] - by, max[2] - by],
});
const withRole = ({ scene }: BuiltScene, role: SceneObject['role']): SceneObject[] =>
  scene.objects.filter((object) => object.role === role);

describe('objects of a room', () => {
  it('stand inside the walls, on the floor or on another, and none cuts another', () => {
    let onTop = 0;
    for (const { scene } of scenes) {
      for (const [k, { objectId, bounds }] of scene.objects.entries()) {
        expect(boxContains(scene.room!, bounds.min), objectId).toBe(true);
        expect(boxContains(scene.room!, bounds.max), objectId).toBe(true);
        for (const other of scene.objects.slice(k + 1)) {
          expect(boxesOverlap(shrunk(bounds, 1e-5), other.bounds), `${objectId} ${other.objectId}`).toBe(
            false,
          );
        }
        if (bounds.min[1] < 1e-3) continue;
        onTop++;
        const carriers = scene.objects.filter(
          (other) => Math.abs(other.bounds.max[1] - bounds.min[1]) < 1e-3,
        );
        const middle = (axis: 0 | 2): number => (bounds.min[axis] + bounds.max[axis]) / 2;
        const under = carriers.filter(({ bounds: { min, max } }) =>
          ([0, 2] as const).every((axis) => middle(axis) > min[axis] && middle(axis) < max[axis]),
        );
        expect(under.length, objectId).toBe(1);
      }
    }
    expect(onTop).toBeGreaterThan(10);
  });

  it('are as many as asked for, each told from all others by colour and family', () => {
    const counts = new Set<number>();
    for (const built of scenes) {
      expect(withRole(built, 'subject').length).toBe(1);
      counts.add(withRole(built, 'bystander').length);
      expect(withRole(built, 'agent').length).toBeLessThanOrEqual(2);
      expect(withRole(built, 'occluder').length).toBeLessThanOrEqual(2);
      const named = built.scene.objects.filter(({ role }) => role !== 'occluder');
      expect(new Set(named.map(({ family, colour }) => `${colour} ${family}`)).size).toBe(named.length);
      expect(new Set(built.scene.objects.map(({ objectId }) => objectId)).size).toBe(
        built.scene.objects.length,
      );
    }
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...counts)).toBeLessThanOrEqual(9);
    expect(counts.size).toBeGreaterThan(3);
  });

  it('have the size of the real thing', () => {
    for (const { scene } of scenes) {
      for (const { objectId, role, extents, bounds } of scene.objects) {
        if (role === 'occluder') continue;
        const [least, most] = (familyOfObject(objectId).room ?? TOY).sizeM;
        expect(Math.max(...extents!)).toBeGreaterThan(least - 1e-6);
        expect(Math.max(...extents!)).toBeLessThan(most + 1e-6);
        expect(bounds.max[1] - bounds.min[1]).toBeCloseTo(extents![1], 4);
      }
    }
  });

  it('bring a look-alike of another colour where it is asked for, and none where it is not', () => {
    const repeated = (built: BuiltScene): number => {
      const families = built.scene.objects.filter(({ role }) => role !== 'occluder' && role !== 'agent');
      return families.length - new Set(families.map(({ family }) => family)).size;
    };
    const always = build(room({ room: { lookAlikeShare: 1 } }), 10).map(repeated);
    expect(always.filter((times) => times === 1).length).toBeGreaterThanOrEqual(8);
    expect(build(room({ room: { lookAlikeShare: 0 } }), 10).map(repeated)).toEqual(Array(10).fill(0));
  });

  it('include agents who face into the room', () => {
    const agents = build(room({ room: { agents: { least: 1, most: 2 } } }), 12).flatMap((built) => {
      const found = withRole(built, 'agent');
      expect(found.length).toBeGreaterThanOrEqual(1);
      return found.map((agent) => ({ agent, room: built.scene.room! }));
    });
    for (const { agent, room: bounds } of agents) {
      const [x, , z] = agent.position;
      const front = agent.front!;
      expect(Math.hypot(...front)).toBeCloseTo(1, 9);
      expect(boxContains(bounds, [x + 0.4 * front[0], 1, z + 0.4 * front[2]])).toBe(true);
      // A step from near the middle may lead anywhere; elsewhere it leads towards the middle.
      if (Math.hypot(x, z) > 0.5) expect(front[0] * -x + front[2] * -z).toBeGreaterThan(0);
    }
  });

  it('come from the split of the scene alone', () => {
    const config = room();
    const subjects = splitSubjects(config);
    const [train, test] = (['train', 'test'] as const).map((split) =>
      Array.from({ length: 8 }, (_, k) => buildScene(config, split, k, subjects[split]).scene.objects)
        .flat()
        .filter(({ role }) => role !== 'occluder')
        .map(({ objectId }) => objectId),
    );
    expect(train!.filter((id) => test!.includes(id))).toEqual([]);
  });
});

describe('boundsAt', () => {
  it('gives the bounds of the turned vertices', () => {
    for (const { placed } of scenes.slice(0, 6)) {
      for (const { object, shape } of placed) {
        const box = boundsAt(footprintOf(shape), object.scale, object.position, object.yawDeg);
        for (const axis of [0, 1, 2] as const) {
          expect(box.min[axis]).toBeCloseTo(object.bounds.min[axis], 4);
          expect(box.max[axis]).toBeCloseTo(object.bounds.max[axis], 4);
        }
      }
    }
  });
});

describe('cameras in a room', () => {
  it('are at the height of an eye, clear of walls and things, and see the subject before them', () => {
    for (const { scene, cameras, centre } of scenes) {
      expect(cameras.length).toBe(10);
      for (const camera of cameras) {
        const at = cameraCentre(camera);
        expect(at[1]).toBeGreaterThanOrEqual(EYE_M[0]);
        expect(at[1]).toBeLessThanOrEqual(EYE_M[1]);
        expect(boxContains(shrunk(scene.room!, 0.15), at)).toBe(true);
        for (const { bounds } of scene.objects) expect(boxContains(bounds, at)).toBe(false);
        expect(project(camera, centre).depth).toBeGreaterThan(0.3);
      }
    }
  });

  it('show many things at once where the room allows', () => {
    const counts = scenes.flatMap(({ scene, cameras }) =>
      cameras.map((camera) => {
        const { width, height } = camera.intrinsics;
        return scene.objects.filter(({ bounds: { min, max } }) => {
          const middle = [0, 1, 2].map((axis) => (min[axis]! + max[axis]!) / 2) as [number, number, number];
          const { x, y, depth } = project(camera, middle);
          return depth > 0 && x > 0 && x < width && y > 0 && y < height;
        }).length;
      }),
    );
    expect(counts.filter((count) => count >= 4).length / counts.length).toBeGreaterThan(0.3);
  });

  it('walk in even steps that no wall or thing stops, with slow turns', () => {
    for (const { scene, cameras } of build(room({ room: { cameras: 'walk' }, viewsPerScene: 24 }), 12)) {
      const places = cameras.map(cameraCentre);
      let length = 0;
      for (let k = 1; k < places.length; k++) {
        const [a, b] = [places[k - 1]!, places[k]!];
        const step = Math.hypot(b[0] - a[0], b[2] - a[2]);
        length += step;
        expect(step).toBeLessThan(1.2);
        for (let s = 0; s <= 1; s += 0.1) {
          const at = [a[0] + s * (b[0] - a[0]), a[1], a[2] + s * (b[2] - a[2])] as const;
          for (const { bounds } of scene.objects) expect(boxContains(bounds, at)).toBe(false);
          expect(boxContains(scene.room!, at)).toBe(true);
        }
        expect(canStand(b, scene.room!, scene.objects)).toBe(true);
        const [before, now] = [cameraAxes(cameras[k - 1]!).forward, cameraAxes(cameras[k]!).forward];
        expect(before[0] * now[0] + before[1] * now[1] + before[2] * now[2]).toBeGreaterThan(0.4);
      }
      expect(length).toBeGreaterThan(1.5);
    }
  });
});

describe('a room', () => {
  it('depends on config, split and number alone', () => {
    const config = room();
    const { train } = splitSubjects(config);
    const [last, first] = [5, 0].map((index) => buildScene(config, 'train', index, train));
    expect(last!.scene).toEqual(scenes[5]!.scene);
    expect(last!.cameras).toEqual(scenes[5]!.cameras);
    expect(first!.scene).toEqual(scenes[0]!.scene);
    expect(buildScene(room({ seed: 'another' }), 'train', 0, train).scene.objects).not.toEqual(
      first!.scene.objects,
    );
  });

  it('is refused where the config cannot be met', () => {
    expect(() => room({ profile: 'viewpoint-100k' })).toThrow(/decorrelated/);
    expect(() => room({ room: { objects: { least: 6, most: 5 } } })).toThrow(/least/);
    expect(() => room({ families: ['chair', 'sofaa'] })).toThrow(/did you mean .{0,2}sofa/);
    const crowded = room({
      room: { objects: { least: 9, most: 9 }, sizeM: [3, 3] },
      families: [
        'bed',
        'sofa',
        'bathtub',
        'piano',
        'desk',
        'bench',
        'table',
        'cabinet',
        'refrigerator',
        'bookshelf',
      ],
    });
    expect(() => build(crowded, 1)).toThrow(expect.objectContaining({ code: 'room-too-small' }));
  });
});

describe('pictures of rooms', () => {
  const renderer = new SceneRenderer(64);
  afterAll(() => renderer.dispose());

  it.each(['plain', 'rich'] as const)(
    'show the subject and others in the %s look, lit through the ceiling',
    (look) => {
      const [seen, brightness, named]: [number[], number[], number[]] = [[], [], []];
      for (const built of build(room({ look }), 6)) {
        renderer.load(built);
        const ids = new Set(built.scene.objects.map(({ objectId }) => objectId));
        for (const camera of built.cameras) {
          const { rgb, visible } = renderer.render(camera);
          for (const { objectId } of visible) expect(ids.has(objectId)).toBe(true);
          seen.push(visible.some(({ objectId }) => objectId === built.scene.subjectId) ? 1 : 0);
          named.push(visible.length);
          brightness.push(rgb.reduce((sum, value) => sum + value, 0) / rgb.length);
        }
      }
      const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
      expect(mean(seen)).toBeGreaterThan(0.9);
      expect(mean(named)).toBeGreaterThan(2.2);
      expect(mean(brightness)).toBeGreaterThan(80);
      expect(Math.min(...brightness)).toBeGreaterThan(30);
    },
  );

  it('darken where a thing meets the floor, in the rich look', () => {
    const [built] = build(room({ look: 'rich' }), 1);
    const lightOf = (scene: RenderableScene): number[] => {
      renderer.load(scene);
      return built!.cameras.map((camera) =>
        renderer.render(camera).rgb.reduce((sum, value) => sum + value, 0),
      );
    };
    // Without the things the same views hold more light: neither shadow nor contact darkens the floor.
    const [empty, full] = [lightOf({ ...built!, placed: [] }), lightOf(built!)];
    expect(empty.filter((light, k) => light > full[k]!).length).toBeGreaterThan(empty.length / 2);
  });
});
