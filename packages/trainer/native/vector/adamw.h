/** AdamW with clipping by global norm over many tensors. Chunks have a fixed length: sums do not depend on threads. */
#pragma once
#include <cmath>

#include "../blocks/table.h"
#include "norm.h"

namespace parallax::PARALLAX_ISA {

/** Numbers that a task takes at once. */
constexpr long CHUNK = 1 << 14;

static inline void updateNumbers(const AdamWTensor& at, const AdamWSettings& with, float scale, long from, long to) {
  const float keep = at.decays ? with.keep : 1.f;
  const auto lanes = [&](V g, V w, V m, V v, V& newM, V& newV) {
    g = g * splat(scale);
    newM = m * splat(with.beta1) + g * splat(with.rest1);
    newV = v * splat(with.beta2) + g * g * splat(with.rest2);
    const V change = newM / (squareRoot(newV) / splat(with.root) + splat(with.epsilon)) * splat(with.rate);
    return rounded(w * splat(keep)) - rounded(change);  // as torch rounds
  };
  long i = from;
  V m, v;
  for (; i + W <= to; i += W) {
    const V g = at.gradient ? load(at.gradient + i) : V{};
    store(at.newWeights + i, lanes(g, load(at.weights + i), load(at.first + i), load(at.second + i), m, v));
    store(at.newFirst + i, m);
    store(at.newSecond + i, v);
  }
  for (; i < to; i++) {
    const V w = lanes(splat(at.gradient ? at.gradient[i] : 0.f), splat(at.weights[i]), splat(at.first[i]), splat(at.second[i]), m, v);
    at.newWeights[i] = w[0];
    at.newFirst[i] = m[0];
    at.newSecond[i] = v[0];
  }
}

/** @returns the norm of all gradients before clipping */
static float updateAdamW(const std::vector<AdamWTensor>& tensors, const AdamWSettings& with) {
  std::vector<Task> tasks;
  std::vector<float> squares;
  for (const AdamWTensor& at : tensors)
    if (at.gradient) squares.resize(squares.size() + (at.size + CHUNK - 1) / CHUNK);
  size_t next = 0;
  for (const AdamWTensor& at : tensors)
    for (long from = 0; at.gradient && from < at.size; from += CHUNK, next++) {
      float* sum = &squares[next];
      const float* g = at.gradient + from;
      const int count = static_cast<int>(std::min(CHUNK, at.size - from));
      tasks.push_back([=] { *sum = dotOf(g, g, count); });
    }
  Pool::shared().run(tasks);
  tasks.clear();
  double total = with.squares;
  for (const float sum : squares) total += sum;
  const float norm = static_cast<float>(std::sqrt(total));
  const float scale = std::min(1.f, with.maxNorm / (norm + 1e-6f));
  for (const AdamWTensor& at : tensors)
    for (long from = 0; from < at.size; from += CHUNK) {
      const long to = std::min(at.size, from + CHUNK);
      tasks.push_back([=, &at, &with] { updateNumbers(at, with, scale, from, to); });
    }
  Pool::shared().run(tasks);
  return norm;
}

}  // namespace parallax::PARALLAX_ISA
