/** Views of the published profile: cameras on an orbit, all looking inward, as photographs of an object are taken. */
import { type Camera, type Intrinsics, lookAt, type Random, type Vec3 } from '@parallax/geometry';

/** Metres, degrees. */
const DISTANCE = [2.4, 3.2] as const;
const ELEVATION_DEG = [8, 26] as const;

export function sampleOrbitViews(
  count: number,
  centre: Vec3,
  intrinsics: Intrinsics,
  random: Random,
): Camera[] {
  const distance = random.uniform(...DISTANCE);
  const elevationDeg = random.uniform(...ELEVATION_DEG);
  const first = random.uniform(0, 360);
  return Array.from({ length: count }, (_, k) => {
    const azimuth = ((first + (360 * (k + random.uniform(-0.3, 0.3))) / count) * Math.PI) / 180;
    const elevation = ((elevationDeg + random.uniform(-5, 5)) * Math.PI) / 180;
    const reach = distance * random.uniform(0.93, 1.07);
    const level = reach * Math.cos(elevation);
    const position: Vec3 = [
      centre[0] + level * Math.sin(azimuth),
      centre[1] + reach * Math.sin(elevation),
      centre[2] + level * Math.cos(azimuth),
    ];
    const jitter = (): number => random.uniform(-0.08, 0.08);
    const target: Vec3 = [centre[0] + jitter(), centre[1] + jitter(), centre[2] + jitter()];
    return { intrinsics, cameraToWorld: lookAt({ position, target, rollDeg: random.uniform(-2, 2) }) };
  });
}
