/** x + down(silu(gate(h)) up(h)), h = norm(x), and its gradient. */
#pragma once
#include "attention-block.h"

namespace parallax::PARALLAX_ISA {

/** silu(gate) * up of rows [gate | up]. */
static inline void activateLater(std::vector<Task>& tasks, const float* gateUp, int rows, int f, float* out) {
  for (int start = 0; start < rows; start += RUN) {
    const int end = std::min(rows, start + RUN);
    tasks.push_back([=] {
      for (int row = start; row < end; row++) {
        const float* gate = gateUp + static_cast<long>(row) * 2 * f;
        gateUnits(gate, gate + f, f, out + static_cast<long>(row) * f);
      }
    });
  }
}

/** Turns the gradient of the product into those of gate and up, and works the product out again. silu'(g) = s + g s (1 - s). */
static inline void activateBackwardLater(std::vector<Task>& tasks, const float* gateUp, const float* dProduct, int rows, int f,
                                         float* product, float* dGateUp) {
  for (int start = 0; start < rows; start += RUN) {
    const int end = std::min(rows, start + RUN);
    tasks.push_back([=] {
      for (int row = start; row < end; row++) {
        const float* gate = gateUp + static_cast<long>(row) * 2 * f;
        const float* up = gate + f;
        const float* dp = dProduct + static_cast<long>(row) * f;
        float* p = product + static_cast<long>(row) * f;
        float* dGate = dGateUp + static_cast<long>(row) * 2 * f;
        float* dUp = dGate + f;
        const auto lanes = [](V g, V u, V d, V& product, V& dg, V& du) {
          const V s = sigmoid(g), silu = g * s;
          product = silu * u;
          du = d * silu;
          dg = d * u * (s + silu * (splat(1.f) - s));
        };
        V a, b, c;
        int i = 0;
        for (; i + W <= f; i += W) {
          lanes(load(gate + i), load(up + i), load(dp + i), a, b, c);
          store(p + i, a);
          store(dGate + i, b);
          store(dUp + i, c);
        }
        for (; i < f; i++) {
          lanes(splat(gate[i]), splat(up[i]), splat(dp[i]), a, b, c);
          p[i] = a[0];
          dGate[i] = b[0];
          dUp[i] = c[0];
        }
      }
    });
  }
}

static void mlpForward(const MlpArguments& in, const MlpResults& out) {
  const int d = in.hidden, f = in.intermediate, n = in.rows;
  std::vector<Task> tasks;
  reciprocalsLater(tasks, in.x, n, d, in.epsilon, out.reciprocals);
  const Packed gate = packLater(tasks, transposed(in.gate, d), d, f, sharedScratch(PANELS_A, packedSize(d, f)), in.norm);
  const Packed up = packLater(tasks, transposed(in.up, d), d, f, sharedScratch(PANELS_B, packedSize(d, f)), in.norm);
  const Packed down = packLater(tasks, transposed(in.down, f), f, d, sharedScratch(PANELS_C, packedSize(f, d)));
  runAll(tasks);
  multiplyLater(tasks, single(n, plain(in.x, d), gate, out.gateUp, 2 * f, {out.reciprocals, in.gateBias}));
  multiplyLater(tasks, single(n, plain(in.x, d), up, out.gateUp + f, 2 * f, {out.reciprocals, in.upBias}));
  runAll(tasks);
  float* product = sharedScratch(INNER, static_cast<size_t>(n) * f);
  activateLater(tasks, out.gateUp, n, f, product);
  runAll(tasks);
  multiplyLater(tasks, single(n, plain(product, f), down, out.y, d, {nullptr, in.downBias, in.x, d}));
  runAll(tasks);
}

static void mlpBackward(const MlpArguments& in, const MlpResults& kept, const float* dy, const MlpGradients& out) {
  const int d = in.hidden, f = in.intermediate, n = in.rows, runs = runsOf(n);
  std::vector<Task> tasks;
  const Packed down = packLater(tasks, plain(in.down, f), d, f, sharedScratch(PANELS_A, packedSize(d, f)));
  const Packed gate = packLater(tasks, plain(in.gate, d), f, d, sharedScratch(PANELS_B, packedSize(f, d)));
  const Packed up = packLater(tasks, plain(in.up, d), f, d, sharedScratch(PANELS_C, packedSize(f, d)));
  Packed normed;
  if (out.gate || out.up)
    normed = packLater(tasks, plain(in.x, d), n, d, sharedScratch(PANELS_D, packedSize(n, d)), kept.reciprocals, in.norm);
  float* biases = sharedScratch(BIAS_PARTS, static_cast<size_t>(runs) * (d + 2 * f));
  if (out.downBias) columnSumsLater(tasks, dy, d, n, d, biases);
  runAll(tasks);
  float* dProduct = sharedScratch(INNER, static_cast<size_t>(n) * std::max(f, d));
  multiplyLater(tasks, single(n, plain(dy, d), down, dProduct, f));
  runAll(tasks);
  float* product = sharedScratch(OUTER, static_cast<size_t>(n) * 3 * f);
  float* dGateUp = product + static_cast<size_t>(n) * f;
  activateBackwardLater(tasks, kept.gateUp, dProduct, n, f, product, dGateUp);
  runAll(tasks);
  Packed activated;
  if (out.down) activated = packLater(tasks, plain(product, f), n, f, sharedScratch(PANELS_A, packedSize(n, f)));
  float* dNormed = dProduct;
  Product back;
  back.m = n;
  back.c = dNormed;
  back.width = d;
  back.parts = 2;
  back.part[0] = {plain(dGateUp, 2 * f), gate};
  back.part[1] = {plain(dGateUp + f, 2 * f), up};
  multiplyLater(tasks, back);
  if (out.gate) multiplyLater(tasks, single(f, transposed(dGateUp, 2 * f), normed, out.gate, d));
  if (out.up) multiplyLater(tasks, single(f, transposed(dGateUp + f, 2 * f), normed, out.up, d));
  float* gateUpBiases = biases + static_cast<size_t>(runs) * d;
  const bool biased = out.gateBias || out.upBias;
  if (biased) columnSumsLater(tasks, dGateUp, 2 * f, n, 2 * f, gateUpBiases);
  runAll(tasks);
  if (out.down) multiplyLater(tasks, single(d, transposed(dy, d), activated, out.down, f));
  float* normParts = out.norm ? sharedScratch(NORM_PARTS, static_cast<size_t>(runs) * d) : nullptr;
  normBackwardLater(tasks, dNormed, in.x, kept.reciprocals, in.norm, dy, n, d, out.x, normParts);
  runAll(tasks);
  if (out.norm) addRuns(normParts, n, d, out.norm);
  if (out.downBias) addRuns(biases, n, d, out.downBias);
  if (biased) {
    std::vector<float> sums(2 * f);
    addRuns(gateUpBiases, n, 2 * f, sums.data());
    if (out.gateBias) std::memcpy(out.gateBias, sums.data(), sizeof(float) * f);
    if (out.upBias) std::memcpy(out.upBias, sums.data() + f, sizeof(float) * f);
  }
}

}  // namespace parallax::PARALLAX_ISA
