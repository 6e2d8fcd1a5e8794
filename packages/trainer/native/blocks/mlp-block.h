/** x + down(silu(gate(h)) up(h)), h = norm(x), and its gradient. */
#pragma once
#include "attention-block.h"

namespace parallax::PARALLAX_ISA {

/** Thread buffers of this file; those of attention are free meanwhile. */
enum MlpSlot { PRODUCT = 12, DPRODUCT };

/**
 * Of one row: turns the gradient of silu(gate) up into those of gate and up, and works the product out again.
 * silu'(g) = s + g s (1 - s).
 */
static inline void gateUnitsBackward(const float* gate, const float* up, const float* dProduct, int count, float* product, float* dGate,
                                     float* dUp) {
  const auto lanes = [](V g, V u, V d, V& product, V& dg, V& du) {
    const V s = sigmoid(g), silu = g * s;
    product = silu * u;
    du = d * silu;
    dg = d * u * (s + silu * (splat(1.f) - s));
  };
  V a, b, c;
  int i = 0;
  for (; i + W <= count; i += W) {
    lanes(load(gate + i), load(up + i), load(dProduct + i), a, b, c);
    store(product + i, a);
    store(dGate + i, b);
    store(dUp + i, c);
  }
  for (; i < count; i++) {
    lanes(splat(gate[i]), splat(up[i]), splat(dProduct[i]), a, b, c);
    product[i] = a[0];
    dGate[i] = b[0];
    dUp[i] = c[0];
  }
}

static void mlpForward(const MlpArguments& in, const MlpResults& out) {
  const int d = in.hidden, f = in.intermediate, n = in.rows;
  std::vector<Task> tasks;
  const Packed gate = packLater(tasks, transposed(in.gate, d), d, f, sharedScratch(PANELS_A, packedSize(d, f)), in.norm);
  const Packed up = packLater(tasks, transposed(in.up, d), d, f, sharedScratch(PANELS_B, packedSize(d, f)), in.norm);
  const Packed down = packLater(tasks, transposed(in.down, f), f, d, sharedScratch(PANELS_C, packedSize(f, d)));
  runAll(tasks);
  rowBlocks(tasks, n, [=](int start, int end) {
    reciprocalsOf(in.x, start, end, d, in.epsilon, out.reciprocals);
    multiplyRows(single(n, plain(in.x, d), gate, out.gateUp, 2 * f, {out.reciprocals, in.gateBias}), start, end, false);
    multiplyRows(single(n, plain(in.x, d), up, out.gateUp + f, 2 * f, {out.reciprocals, in.upBias}), start, end, false);
    float* product = threadScratch(PRODUCT, static_cast<size_t>(TASK_ROWS) * f);
    for (int row = start; row < end; row++) {
      const float* gates = out.gateUp + static_cast<long>(row) * 2 * f;
      gateUnits(gates, gates + f, f, product + static_cast<long>(row - start) * f);
    }
    const long at = static_cast<long>(start) * d;
    multiplyRows(single(end - start, plain(product, f), down, out.y + at, d, {nullptr, in.downBias, in.x + at, d}), 0, end - start, false);
  });
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
  float* dNormed = sharedScratch(INNER, static_cast<size_t>(n) * d);
  float* dGateUp = sharedScratch(OUTER, static_cast<size_t>(n) * 2 * f);
  float* activated = out.down ? sharedScratch(PANELS_E, packedSize(n, f)) : nullptr;
  rowBlocks(tasks, n, [=](int start, int end) {
    float* dProduct = threadScratch(DPRODUCT, static_cast<size_t>(TASK_ROWS) * f);
    float* product = threadScratch(PRODUCT, f);
    multiplyRows(single(end - start, plain(dy + static_cast<long>(start) * d, d), down, dProduct, f), 0, end - start, false);
    for (int row = start; row < end; row++) {
      const float* gates = kept.gateUp + static_cast<long>(row) * 2 * f;
      float* dGates = dGateUp + static_cast<long>(row) * 2 * f;
      gateUnitsBackward(gates, gates + f, dProduct + static_cast<long>(row - start) * f, f, product, dGates, dGates + f);
      if (activated) packRow(product, row, n, f, activated);
    }
    Product back;
    back.m = n;
    back.c = dNormed;
    back.width = d;
    back.parts = 2;
    back.part[0] = {plain(dGateUp, 2 * f), gate};
    back.part[1] = {plain(dGateUp + f, 2 * f), up};
    multiplyRows(back, start, end, false);
  });
  runAll(tasks);
  if (out.gate) multiplyLater(tasks, single(f, transposed(dGateUp, 2 * f), normed, out.gate, d));
  if (out.up) multiplyLater(tasks, single(f, transposed(dGateUp + f, 2 * f), normed, out.up, d));
  if (out.down) multiplyLater(tasks, single(d, transposed(dy, d), {activated, n, f}, out.down, f));
  float* gateUpBiases = biases + static_cast<size_t>(runs) * d;
  const bool biased = out.gateBias || out.upBias;
  if (biased) columnSumsLater(tasks, dGateUp, 2 * f, n, 2 * f, gateUpBiases);
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
