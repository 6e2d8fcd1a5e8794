/**
 * What the tiles of a product read: B in panels of 2 W columns, blocks of k one after the other, and runs of rows of a
 * transposed A. Shapes: A [m, k], B [k, n].
 */
#pragma once
#include <algorithm>
#include <cstring>
#include <vector>

#include "../threads/pool.h"
#include "square.h"

namespace parallax::PARALLAX_ISA {

constexpr int NR = 2 * W;
constexpr int MR = W == 16 ? 12 : 6;
/** Floats of a cache line. */
constexpr int LINE = 16;
/** A panel of B over so many k stays in the first-level cache. */
constexpr int MOST_K = 320;

/** A matrix read where it lies: element (row, column) at data[row * rows + column * columns]; one of the strides is 1. */
struct Matrix {
  const float* data;
  long rows;
  long columns;
};

static inline Matrix plain(const float* data, long width) { return {data, width, 1}; }
static inline Matrix transposed(const float* data, long width) { return {data, 1, width}; }

static inline int roundUp(int value, int step) { return (value + step - 1) / step * step; }

/** Depth of the blocks that k is cut into, equal but for the last. */
static inline int depthOf(int k) {
  const int blocks = (k + MOST_K - 1) / MOST_K;
  return (k + blocks - 1) / blocks;
}

/** B in panels, element (k, j) scaled by byRow[k] * byColumn[j] on the way (null = 1). */
struct Packed {
  const float* panels = nullptr;
  int k = 0;
  int n = 0;
};

static inline size_t packedSize(int k, int n) { return static_cast<size_t>(k) * roundUp(n, NR); }

/** One panel of a block of k. */
static inline void packPanel(Matrix b, int k0, int k1, int j0, int n, const float* byRow, const float* byColumn, float* out) {
  const int width = std::min(NR, n - j0);
  if (b.columns == 1 && width == NR) {
    const V c0 = byColumn ? load(byColumn + j0) : splat(1.f);
    const V c1 = byColumn ? load(byColumn + j0 + W) : splat(1.f);
    for (int k = k0; k < k1; k++, out += NR) {
      const float* from = b.data + k * b.rows + j0;
      const V scale = splat(byRow ? byRow[k] : 1.f);
      store(out, load(from) * scale * c0);
      store(out + W, load(from + W) * scale * c1);
    }
    return;
  }
  if constexpr (SQUARE > 0) {
    const bool whole = b.rows == 1 && width == NR && byColumn == nullptr;
    for (; whole && k0 + SQUARE <= k1; k0 += SQUARE, out += SQUARE * NR)
      for (int j = 0; j < NR; j += SQUARE) turnSquare(b.data + (j0 + j) * b.columns + k0, b.columns, byRow ? byRow + k0 : nullptr, out + j, NR);
  }
  for (int j = 0; j < NR; j++) {
    float* to = out + j;
    if (j >= width) {
      for (int k = k0; k < k1; k++, to += NR) *to = 0.f;
      continue;
    }
    const float* from = b.data + (j0 + j) * b.columns;
    const float scale = byColumn ? byColumn[j0 + j] : 1.f;
    if (byRow)
      for (int k = k0; k < k1; k++, to += NR) *to = from[k * b.rows] * byRow[k] * scale;
    else
      for (int k = k0; k < k1; k++, to += NR) *to = from[k * b.rows] * scale;
  }
}

/** Packs all of B at once, on the calling thread. `out` holds packedSize(k, n). */
static inline Packed packNow(Matrix b, int k, int n, float* out) {
  const int depth = depthOf(k), wide = roundUp(n, NR);
  for (int k0 = 0; k0 < k; k0 += depth) {
    const int k1 = std::min(k, k0 + depth);
    for (int j0 = 0; j0 < n; j0 += NR)
      packPanel(b, k0, k1, j0, n, nullptr, nullptr, out + static_cast<size_t>(k0) * wide + static_cast<size_t>(j0) * (k1 - k0));
  }
  return {out, k, n};
}

/** The same as tasks. */
static inline Packed packLater(std::vector<Task>& tasks, Matrix b, int k, int n, float* out, const float* byRow = nullptr,
                               const float* byColumn = nullptr) {
  const int depth = depthOf(k), wide = roundUp(n, NR);
  const int panels = std::max(1, 16384 / (depth * NR));
  for (int k0 = 0; k0 < k; k0 += depth) {
    const int k1 = std::min(k, k0 + depth);
    for (int first = 0; first < n; first += panels * NR) {
      const int end = std::min(n, first + panels * NR);
      tasks.push_back([=] {
        for (int j0 = first; j0 < end; j0 += NR)
          packPanel(b, k0, k1, j0, n, byRow, byColumn, out + static_cast<size_t>(k0) * wide + static_cast<size_t>(j0) * (k1 - k0));
      });
    }
  }
  return {out, k, n};
}

/** The same of a B that comes row by row: row `row` of k rows of n numbers. */
static inline void packRow(const float* from, int row, int k, int n, float* panels) {
  const int depth = depthOf(k), wide = roundUp(n, NR);
  const int k0 = row / depth * depth, k1 = std::min(k, k0 + depth);
  float* out = panels + static_cast<size_t>(k0) * wide + static_cast<size_t>(row - k0) * NR;
  const size_t step = static_cast<size_t>(NR) * (k1 - k0);
  int j = 0;
  for (; j + NR <= n; j += NR, out += step) {
    store(out, load(from + j));
    store(out + W, load(from + j + W));
  }
  for (int i = 0; j < n && i < NR; i++) out[i] = j + i < n ? from[j + i] : 0.f;
}

/** Copies a block of a transposed A into runs of `MR` rows for each k; the last run holds the rows that are left. */
static inline void packRows(Matrix a, int m0, int m1, int k0, int k1, float* out) {
  constexpr int AHEAD = 12;
  const int whole = (m1 - m0) / MR * MR, rest = m1 - m0 - whole;
  for (int k = k0; k < k1; k++) {
    const float* from = a.data + m0 + k * a.columns;
    // The rows of a wide A lie in pages of their own, which nothing else fetches ahead.
    for (int i = 0; i < m1 - m0; i += LINE) __builtin_prefetch(from + AHEAD * a.columns + i);
    float* to = out + (k - k0) * MR;
    for (int i = 0; i < whole; i += MR) std::memcpy(to + static_cast<size_t>(i) * (k1 - k0), from + i, MR * sizeof(float));
    for (int i = 0; i < rest; i++) out[static_cast<size_t>(whole) * (k1 - k0) + (k - k0) * rest + i] = from[whole + i];
  }
}

}  // namespace parallax::PARALLAX_ISA
