/** The world of a question reflected in the plane x = 0, its photos flipped left to right: for tests of symmetry. */
import type { Camera, Vec3 } from '@parallax/geometry';
import type { QuestionGeometry, VisibleObject } from '../schema.ts';

/** Parameters stay as they are: those that name a side or a column are the caller's. Labels are left out. */
export function mirroredGeometry(geometry: QuestionGeometry): QuestionGeometry {
  return {
    ...geometry,
    motion: null,
    labels: null,
    cameras: geometry.cameras.map(mirroredCamera),
    up: point(geometry.up),
    centre: point(geometry.centre),
    visible: geometry.visible.map((view, i) =>
      view.map((entry) => mirroredEntry(entry, geometry.cameras[i]!.intrinsics.width)),
    ),
    objects: geometry.objects.map((object) => ({
      ...object,
      position: point(object.position),
      yawDeg: -object.yawDeg,
      front: object.front === null ? null : point(object.front),
      bounds: {
        min: [-object.bounds.max[0], object.bounds.min[1], object.bounds.min[2]],
        max: [-object.bounds.min[0], object.bounds.max[1], object.bounds.max[2]],
      },
    })),
  };
}

function point([x, y, z]: Vec3): Vec3 {
  return [-x, y, z];
}

/** Reflects the world's x and the camera's own x: a right-handed camera stays one. */
function mirroredCamera({ intrinsics, cameraToWorld: m }: Camera): Camera {
  const flipped = m.map((value, i) => {
    const flips = (i < 4 ? 1 : 0) + (i % 4 === 0 ? 1 : 0);
    return flips === 1 ? -value : value;
  });
  return {
    intrinsics: { ...intrinsics, cx: intrinsics.width - intrinsics.cx },
    cameraToWorld: flipped as unknown as typeof m, // Sixteen entries mapped one by one.
  };
}

function mirroredEntry(entry: VisibleObject, width: number): VisibleObject {
  const { centroid, box } = entry;
  return {
    ...entry,
    centroid: [width - centroid[0], centroid[1]],
    box: [width - box[2], box[1], width - box[0], box[3]],
  };
}
