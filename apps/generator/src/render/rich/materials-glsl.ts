/** Patterns of the rich look, by the numbers of assets/paint/paint.ts `patterns` from `wood` on. */
export const MATERIALS_GLSL = `
/** Along a wall for walls, x and z for level faces. */
vec2 flatPoint(vec3 p, vec3 n) {
  vec3 a = abs(n);
  if (a.y > a.x && a.y > a.z) return p.xz;
  return vec2(a.x > a.z ? p.z : p.x, p.y);
}
/** Share of the second colour; y: how far a joint or thread is sunk, 0..1. */
vec2 materialShare(vec3 n) {
  int kind = int(vSurface.x + 0.5);
  vec3 p = vRest * vSurface.y;
  vec3 wide = fwidth(p);
  float coarse = max(wide.x, max(wide.y, wide.z));
  float blur = smoothstep(0.3, 0.9, coarse);
  vec2 q = flatPoint(p, n);
  vec2 edge = max(fwidth(q), vec2(0.012));
  if (kind == 8) {
    float bend = softNoise(p * vec3(0.35, 1.1, 1.1));
    float rings = 0.5 + 0.5 * sin(6.2832 * (1.1 * p.y + 1.1 * p.z + 1.7 * bend));
    float fibre = softNoise(p * vec3(2.5, 26.0, 26.0));
    return vec2(mix(0.38 * rings * rings + 0.5 * fibre, 0.4, blur), 0.0);
  }
  if (kind == 9) {
    float warp = sin(6.2832 * (q.x + 0.1 * sin(3.0 * q.y))), weft = sin(6.2832 * q.y);
    float thread = 0.5 + 0.5 * warp * weft;
    return vec2(mix(0.7 * thread + 0.3 * softNoise(p * 2.0), 0.5, blur), 0.0);
  }
  if (kind == 10) return vec2(mix(softNoise(p * vec3(0.5, 14.0, 14.0)), 0.5, 0.6 * blur), 0.0);
  if (kind == 11) {
    float cloud = softNoise(p * 0.5) + 0.5 * softNoise(p * 1.3) + 0.25 * softNoise(p * 3.1);
    float vein = pow(1.0 - abs(sin(p.x * 0.9 + p.y * 0.5 + p.z * 0.7 + 4.2 * cloud)), 7.0);
    return vec2(clamp(0.8 * vein + 0.35 * (cloud - 0.5), 0.0, 1.0), 0.0);
  }
  if (kind == 12) {
    float rough = 0.55 * softNoise(p * 0.25) + 0.3 * softNoise(p * 1.5) + 0.25 * softNoise(p * 5.0);
    return vec2(mix(rough, 0.5, 0.4 * blur), 0.0);
  }
  if (kind == 13) {
    vec2 b = q * vec2(1.0, 3.0);
    float row = floor(b.y);
    b.x += 0.5 * mod(row, 2.0);
    vec2 e = max(fwidth(q * vec2(1.0, 3.0)), vec2(0.02));
    vec2 f = abs(fract(b) - 0.5);
    float joint = max(smoothstep(0.475 - e.x, 0.475 + e.x, f.x), smoothstep(0.44 - e.y, 0.44 + e.y, f.y));
    float tone = latticeNoise(vec3(floor(b.x), row, 4.0));
    return vec2(mix(0.5 * tone + 0.15 * softNoise(p * 9.0), 0.3, blur), mix(joint, 0.1, blur));
  }
  if (kind == 14) {
    vec2 cell = floor(q);
    vec2 f = fract(q);
    if (mod(cell.x + cell.y, 2.0) < 0.5) f = f.yx;
    float strip = floor(f.x * 4.0);
    float e = max(4.0 * max(edge.x, edge.y), 0.03);
    float joint = smoothstep(0.46 - e, 0.46 + e, abs(fract(f.x * 4.0) - 0.5));
    joint = max(joint, smoothstep(0.485 - edge.y, 0.485 + edge.y, abs(f.y - 0.5)));
    float tone = latticeNoise(vec3(cell + 0.37 * strip, 9.0));
    float fibre = softNoise(vec3(f.x * 30.0, f.y * 3.0, strip + 7.0 * tone));
    return vec2(mix(0.55 * tone + 0.3 * fibre, 0.4, blur), mix(joint, 0.15, blur));
  }
  if (kind == 15) {
    float stripe = smoothstep(-edge.x, edge.x, abs(fract(q.x) - 0.5) - 0.27);
    vec2 m = vec2(fract(q.x) - 0.5, fract(q.y * 0.5 + 0.25) - 0.5);
    float motif = 1.0 - smoothstep(0.1 - edge.x, 0.1 + edge.x, abs(m.x) + 1.6 * abs(m.y));
    return vec2(mix(max(0.6 * stripe, motif), 0.35, blur), 0.0);
  }
  if (kind == 16) {
    float folds = softNoise(p * 0.22);
    float grain = softNoise(p) * softNoise(p * 1.7 + 3.0);
    return vec2(mix(0.5 * folds + 0.9 * grain, 0.45, blur), 0.0);
  }
  if (kind == 17) {
    float pile = 0.6 * latticeNoise(floor(p * 6.0)) + 0.4 * softNoise(p);
    return vec2(mix(pile, 0.5, smoothstep(0.05, 0.25, coarse)) * 0.85 + 0.15 * softNoise(p * 0.4), 0.0);
  }
  return vec2(patternShare(), 0.0);
}
`;
