/**
 * outer(gelu(inner(norm(x) with `cell` rows side by side))), the merger of a vision tower, and its gradient.
 * Shapes: N rows of V features, M = N / cell, K = cell V, H hidden, D out.
 */
#pragma once
#include "attention-block.h"

namespace parallax::PARALLAX_ISA {

/** exp(-x^2 / 2) and Phi(x), the normal distribution; erfc by Chebyshev fit (Numerical Recipes, erfcc: 1.2e-7 of the value). */
static inline void normalOf(V x, V& density, V& phi) {
  static constexpr float FIT[] = {0.17087277f,  -0.82215223f, 1.48851587f, -1.13520398f, 0.27886807f,
                                  -0.18628806f, 0.09678418f,  0.37409196f, 1.00002368f};
  const V z = larger(x, -x) * splat(0.70710678f);
  const V t = splat(1.f) / (splat(1.f) + splat(0.5f) * z);
  V fit = splat(FIT[0]);
  for (int i = 1; i < 9; i++) fit = fit * t + splat(FIT[i]);
  density = exponential(-(z * z));
  const V tail = splat(0.5f) * t * density * exponential(fit * t - splat(1.26551223f));
  phi = x < V{} ? tail : splat(1.f) - tail;
}

/** Applies `lanes(in, other, out)` to all numbers of a run of rows; `other` may be null. */
template <typename Lanes>
static inline void eachLater(std::vector<Task>& tasks, const float* in, const float* other, int rows, int width, float* out, Lanes lanes) {
  for (int start = 0; start < rows; start += RUN) {
    const long from = static_cast<long>(start) * width, to = static_cast<long>(std::min(rows, start + RUN)) * width;
    tasks.push_back([=] {
      long i = from;
      for (; i + W <= to; i += W) store(out + i, lanes(load(in + i), other ? load(other + i) : V{}));
      for (; i < to; i++) out[i] = lanes(splat(in[i]), splat(other ? other[i] : 0.f))[0];
    });
  }
}

static inline V geluLanes(V x, V) {
  V density, phi;
  normalOf(x, density, phi);
  return x * phi;
}

static inline V geluGradientLanes(V x, V dy) {
  V density, phi;
  normalOf(x, density, phi);
  return dy * (phi + x * density * splat(0.39894228f));
}

static inline void normalisedLater(std::vector<Task>& tasks, const MergerArguments& in, const float* reciprocals, float* out) {
  const float *x = in.x, *norm = in.norm;
  const int rows = in.rows, width = in.features;
  for (int start = 0; start < rows; start += RUN)
    tasks.push_back([=] {
      for (int row = start; row < std::min(rows, start + RUN); row++)
        for (int i = 0; i < width; i++) {
          const long at = static_cast<long>(row) * width + i;
          out[at] = x[at] * reciprocals[row] * norm[i];
        }
    });
}

static void mergerForward(const MergerArguments& in, const MergerResults& out) {
  const int k = in.cell * in.features, m = in.rows / in.cell, h = in.hidden, d = in.out;
  std::vector<Task> tasks;
  reciprocalsLater(tasks, in.x, in.rows, in.features, in.epsilon, out.reciprocals);
  const Packed inner = packLater(tasks, transposed(in.inner, k), k, h, sharedScratch(PANELS_A, packedSize(k, h)));
  const Packed outer = packLater(tasks, transposed(in.outer, h), h, d, sharedScratch(PANELS_B, packedSize(h, d)));
  runAll(tasks);
  float* normed = sharedScratch(INNER, static_cast<size_t>(m) * k);
  normalisedLater(tasks, in, out.reciprocals, normed);
  runAll(tasks);
  multiplyLater(tasks, single(m, plain(normed, k), inner, out.hidden, h, {nullptr, in.innerBias}));
  runAll(tasks);
  float* active = sharedScratch(OUTER, static_cast<size_t>(m) * h);
  eachLater(tasks, out.hidden, nullptr, m, h, active, geluLanes);
  runAll(tasks);
  multiplyLater(tasks, single(m, plain(active, h), outer, out.y, d, {nullptr, in.outerBias}));
  runAll(tasks);
}

static void mergerBackward(const MergerArguments& in, const MergerResults& kept, const float* dy, const MergerGradients& out) {
  const int v = in.features, k = in.cell * v, m = in.rows / in.cell, h = in.hidden, d = in.out, runs = runsOf(m);
  std::vector<Task> tasks;
  float* active = sharedScratch(OUTER, 2 * static_cast<size_t>(m) * h);
  float* dHidden = active + static_cast<size_t>(m) * h;
  float* normed = sharedScratch(INNER, 2 * static_cast<size_t>(m) * k);
  float* dNormed = normed + static_cast<size_t>(m) * k;
  eachLater(tasks, kept.hidden, nullptr, m, h, active, geluLanes);
  normalisedLater(tasks, in, kept.reciprocals, normed);
  const Packed outer = packLater(tasks, plain(in.outer, h), d, h, sharedScratch(PANELS_A, packedSize(d, h)));
  const Packed inner = packLater(tasks, plain(in.inner, k), h, k, sharedScratch(PANELS_B, packedSize(h, k)));
  float* biases = sharedScratch(BIAS_PARTS, static_cast<size_t>(runs) * (d + h));
  float* innerBiases = biases + static_cast<size_t>(runs) * d;
  if (out.outerBias) columnSumsLater(tasks, dy, d, m, d, biases);
  runAll(tasks);
  const Packed activePanels = packLater(tasks, plain(active, h), m, h, sharedScratch(PANELS_C, packedSize(m, h)));
  const Packed normedPanels = packLater(tasks, plain(normed, k), m, k, sharedScratch(PANELS_D, packedSize(m, k)));
  multiplyLater(tasks, single(m, plain(dy, d), outer, dHidden, h));
  runAll(tasks);
  eachLater(tasks, kept.hidden, dHidden, m, h, dHidden, geluGradientLanes);
  if (out.outer) multiplyLater(tasks, single(d, transposed(dy, d), activePanels, out.outer, h));
  runAll(tasks);
  multiplyLater(tasks, single(m, plain(dHidden, h), inner, dNormed, k));
  if (out.inner) multiplyLater(tasks, single(h, transposed(dHidden, h), normedPanels, out.inner, k));
  if (out.innerBias) columnSumsLater(tasks, dHidden, h, m, h, innerBiases);
  runAll(tasks);
  float* normParts = out.norm ? sharedScratch(NORM_PARTS, static_cast<size_t>(runsOf(in.rows)) * v) : nullptr;
  normBackwardLater(tasks, dNormed, in.x, kept.reciprocals, in.norm, nullptr, in.rows, v, out.x, normParts);
  runAll(tasks);
  if (out.norm) addRuns(normParts, in.rows, v, out.norm);
  if (out.innerBias) addRuns(innerBiases, m, h, out.innerBias);
  if (out.outerBias) addRuns(biases, m, d, out.outerBias);
}

/** C [m, n] of two matrices, each perhaps transposed. */
static void multiplyMatrices(const float* a, bool transposeA, const float* b, bool transposeB, int m, int k, int n, float* c) {
  std::vector<Task> tasks;
  const Packed panels = packLater(tasks, transposeB ? transposed(b, k) : plain(b, n), k, n, sharedScratch(PANELS_A, packedSize(k, n)));
  runAll(tasks);
  multiplyLater(tasks, single(m, transposeA ? transposed(a, m) : plain(a, k), panels, c, n));
  runAll(tasks);
}

}  // namespace parallax::PARALLAX_ISA
