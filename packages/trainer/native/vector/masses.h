/** Softmax of rows before its division, for drawing tokens: B rows of V logits. */
#pragma once
#include <algorithm>
#include <vector>

#include "../blocks/table.h"
#include "../threads/pool.h"
#include "lanes.h"

namespace parallax::PARALLAX_ISA {

/** Rows of a task: one takes a microsecond. */
constexpr int MASS_ROWS = 8;

static inline void massesOfRow(const float* logits, int count, float inverse, float* masses, float* largest, float* sum) {
  float most = logits[0];
  int i = 0;
  if (count >= W) {
    V best = load(logits);
    for (i = W; i + W <= count; i += W) best = larger(best, load(logits + i));
    most = largestOf(best);
  }
  for (; i < count; i++) most = std::max(most, logits[i]);
  const V from = splat(most), times = splat(inverse);
  V all{};
  for (i = 0; i + W <= count; i += W) {
    const V mass = exponential((load(logits + i) - from) * times);
    store(masses + i, mass);
    all += mass;
  }
  float rest = 0.f;
  for (; i < count; i++) rest += masses[i] = exponential(splat((logits[i] - most) * inverse))[0];
  *largest = most;
  *sum = sumOf(all) + rest;
}

static inline void massesOf(const MassArguments& in, const MassResults& out) {
  std::vector<Task> tasks;
  for (int first = 0; first < in.rows; first += MASS_ROWS)
    tasks.push_back([&in, &out, first] {
      for (int row = first; row < std::min(in.rows, first + MASS_ROWS); row++) {
        const size_t at = static_cast<size_t>(row) * in.vocabulary;
        massesOfRow(in.logits + at, in.vocabulary, in.inverses[row], out.masses + at, out.largest + row, out.sums + row);
      }
    });
  Pool::shared().run(tasks);
}

}  // namespace parallax::PARALLAX_ISA
