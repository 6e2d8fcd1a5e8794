/**
 * Root-mean-square norm of rows, its gradient, and sums over rows. Rows are cut into runs of fixed length: sums over a run
 * are added in the order of the runs, whoever worked them out.
 */
#pragma once
#include <cmath>
#include <cstring>

#include "product.h"

namespace parallax::PARALLAX_ISA {

constexpr int RUN = 96;
static inline int runsOf(int rows) { return (rows + RUN - 1) / RUN; }

static inline float dotOf(const float* a, const float* b, int count) {
  V sum0{}, sum1{};
  int i = 0;
  for (; i + 2 * W <= count; i += 2 * W) {
    sum0 += load(a + i) * load(b + i);
    sum1 += load(a + i + W) * load(b + i + W);
  }
  float sum = sumOf(sum0 + sum1);
  for (; i < count; i++) sum += a[i] * b[i];
  return sum;
}

/** 1 / rms of a row. */
static inline float reciprocalOf(const float* x, int width, float epsilon) {
  return 1.f / std::sqrt(dotOf(x, x, width) / width + epsilon);
}

/** The same of rows `start` to `end`. */
static inline void reciprocalsOf(const float* x, int start, int end, int width, float epsilon, float* out) {
  for (int row = start; row < end; row++) out[row] = reciprocalOf(x + static_cast<long>(row) * width, width, epsilon);
}

/** The same of every row, as tasks. */
static inline void reciprocalsLater(std::vector<Task>& tasks, const float* x, int rows, int width, float epsilon, float* out) {
  for (int start = 0; start < rows; start += RUN) {
    const int end = std::min(rows, start + RUN);
    tasks.push_back([=] { reciprocalsOf(x, start, end, width, epsilon, out); });
  }
}

/**
 * With n = x r and h = n norm: dx = dy + r (dn - n mean(dn n)), dn = dh norm; `partNorm` [runs, width] gets sums of dh n.
 * @param dy null = nothing is added
 * @param partNorm null = not wanted
 */
static inline void normBackwardLater(std::vector<Task>& tasks, const float* dh, const float* x, const float* reciprocals, const float* norm,
                                     const float* dy, int rows, int width, float* dx, float* partNorm) {
  for (int start = 0, run = 0; start < rows; start += RUN, run++) {
    const int end = std::min(rows, start + RUN);
    tasks.push_back([=] {
      float* part = partNorm ? partNorm + static_cast<long>(run) * width : nullptr;
      if (part) std::memset(part, 0, sizeof(float) * width);
      for (int row = start; row < end; row++) {
        const long at = static_cast<long>(row) * width;
        const float r = reciprocals[row];
        V sum{};
        float rest = 0.f;
        int i = 0;
        for (; i + W <= width; i += W) {
          const V product = load(dh + at + i) * (load(x + at + i) * splat(r));
          if (part) store(part + i, load(part + i) + product);
          sum += product * load(norm + i);
        }
        for (; i < width; i++) {
          const float product = dh[at + i] * (x[at + i] * r);
          if (part) part[i] += product;
          rest += product * norm[i];
        }
        const float mean = (sumOf(sum) + rest) / width;
        for (i = 0; i + W <= width; i += W) {
          const V n = load(x + at + i) * splat(r);
          store(dx + at + i, (dy ? load(dy + at + i) : V{}) + splat(r) * (load(dh + at + i) * load(norm + i) - n * splat(mean)));
        }
        for (; i < width; i++) dx[at + i] = (dy ? dy[at + i] : 0.f) + r * (dh[at + i] * norm[i] - x[at + i] * r * mean);
      }
    });
  }
}

/** Sums over the rows of each run: `parts` [runs, columns] of columns that begin at `x` in rows `width` apart. */
static inline void columnSumsLater(std::vector<Task>& tasks, const float* x, long width, int rows, int columns, float* parts) {
  for (int start = 0, run = 0; start < rows; start += RUN, run++) {
    const int end = std::min(rows, start + RUN);
    tasks.push_back([=] {
      float* part = parts + static_cast<long>(run) * columns;
      std::memset(part, 0, sizeof(float) * columns);
      for (int row = start; row < end; row++)
        for (int i = 0; i < columns; i++) part[i] += x[row * width + i];
    });
  }
}

/** Adds the sums of all runs. */
static inline void addRuns(const float* parts, int rows, int columns, float* out) {
  std::memset(out, 0, sizeof(float) * columns);
  for (int run = 0; run < runsOf(rows); run++)
    for (int i = 0; i < columns; i++) out[i] += parts[static_cast<long>(run) * columns + i];
}

}  // namespace parallax::PARALLAX_ISA
