/**
 * Matrix products C = sum of A_p B_p over parts p. B is packed once into panels of 2 W columns; tiles of MR rows stay in
 * registers over a block of k. A tile is computed by one task in a fixed order, so that results do not depend on threads.
 * Shapes: A [m, k], B [k, n], C [m, n].
 */
#pragma once
#include <algorithm>
#include <cstring>
#include <vector>

#include "../threads/pool.h"
#include "lanes.h"

namespace parallax::PARALLAX_ISA {

constexpr int NR = 2 * W;
constexpr int MR = W == 16 ? 12 : 6;
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

/** What happens to a sum before it is stored: (sum * byRow[i] + bias[j]) + added[i, j]. */
struct Finish {
  const float* byRow = nullptr;
  const float* bias = nullptr;
  const float* added = nullptr;
  long addedWidth = 0;
};

struct Part {
  Matrix a;
  Packed b;
};

struct Product {
  int m = 0;
  float* c = nullptr;
  long width = 0;
  Finish finish;
  int parts = 0;
  Part part[3];
  /** Adds to what C holds. */
  bool onto = false;
};

/** A product of one part. */
static inline Product single(int m, Matrix a, Packed b, float* c, long width, Finish finish = {}, bool onto = false) {
  Product product;
  product.m = m;
  product.c = c;
  product.width = width;
  product.parts = 1;
  product.part[0] = {a, b};
  product.finish = finish;
  product.onto = onto;
  return product;
}

/**
 * One row of a tile at one k. With 512 bits half of the rows read their factor in the multiplication itself: what holds a
 * tile up is how many instructions a core shared with another thread can start (docs/LOG.md, 2026-11-28).
 */
static inline __attribute__((always_inline)) void multiplyRow(const float* a, bool fromMemory, V b0, V b1, V (&sum)[2]) {
#if defined(__AVX512F__)
  if (fromMemory) {
    asm("vfmadd231ps %2%{1to16%}, %1, %0" : "+v"(sum[0]) : "v"(b0), "m"(*a));
    asm("vfmadd231ps %2%{1to16%}, %1, %0" : "+v"(sum[1]) : "v"(b1), "m"(*a));
    return;
  }
#endif
  const V x = splat(*a);
  sum[0] += x * b0;
  sum[1] += x * b1;
}

/** Two k a turn. Each sum is over k in order. */
template <int ROWS, bool BY_COLUMN>
static inline __attribute__((always_inline)) void multiplyTile(int k, const float* a, long stride, const float* b, V (&sum)[ROWS][2]) {
  const auto step = [&](int p) __attribute__((always_inline)) {
    const V b0 = load(b + p * NR), b1 = load(b + p * NR + W);
#pragma GCC unroll 16
    for (int i = 0; i < ROWS; i++) multiplyRow(BY_COLUMN ? a + p * stride + i : a + i * stride + p, i >= ROWS / 2, b0, b1, sum[i]);
  };
  int p = 0;
  for (; p + 2 <= k; p += 2) {
    step(p);
    step(p + 1);
  }
  if (p < k) step(p);
}

/** One tile over one block of k: `first` starts from nothing, `last` applies `finish` (already moved to this tile). */
template <int ROWS, bool BY_COLUMN>
static void tile(int k, const float* a, long stride, const float* b, float* c, long width, int columns, bool first, bool last,
                 const Finish& finish) {
  V sum[ROWS][2];
#pragma GCC unroll 16
  for (int i = 0; i < ROWS; i++) sum[i][0] = sum[i][1] = V{};
  multiplyTile<ROWS, BY_COLUMN>(k, a, stride, b, sum);
  if (columns == NR) {
#pragma GCC unroll 16
    for (int i = 0; i < ROWS; i++) {
#pragma GCC unroll 2
      for (int half = 0; half < 2; half++) {
        float* to = c + i * width + half * W;
        V value = sum[i][half];
        if (!first) value = load(to) + value;
        if (last) {
          if (finish.byRow) value = value * splat(finish.byRow[i]);
          if (finish.bias) value = value + load(finish.bias + half * W);
          if (finish.added) value = value + load(finish.added + i * finish.addedWidth + half * W);
        }
        store(to, value);
      }
    }
    return;
  }
  // Out of the registers at once: a tile that is read by a variable row would lie in memory all the time.
  float sums[ROWS][NR];
#pragma GCC unroll 16
  for (int i = 0; i < ROWS; i++) {
    store(sums[i], sum[i][0]);
    store(sums[i] + W, sum[i][1]);
  }
  for (int i = 0; i < ROWS; i++) {
    for (int j = 0; j < columns; j++) {
      float value = sums[i][j];
      if (!first) value = c[i * width + j] + value;
      if (last) {
        if (finish.byRow) value *= finish.byRow[i];
        if (finish.bias) value += finish.bias[j];
        if (finish.added) value += finish.added[i * finish.addedWidth + j];
      }
      c[i * width + j] = value;
    }
  }
}

using Tile = void (*)(int, const float*, long, const float*, float*, long, int, bool, bool, const Finish&);

template <bool BY_COLUMN, int... ROWS>
static inline Tile tileOf(int rows, std::integer_sequence<int, ROWS...>) {
  static constexpr Tile TILES[] = {tile<ROWS + 1, BY_COLUMN>...};
  return TILES[rows - 1];
}

template <bool BY_COLUMN>
static inline Tile tileOf(int rows) {
  return tileOf<BY_COLUMN>(rows, std::make_integer_sequence<int, MR>());
}

/** Copies a block of a transposed A into runs of `MR` rows for each k; the last run holds the rows that are left. */
static inline void packRows(Matrix a, int m0, int m1, int k0, int k1, float* out) {
  for (int i0 = m0; i0 < m1; i0 += MR) {
    const int rows = std::min(MR, m1 - i0);
    const float* from = a.data + i0 + k0 * a.columns;
    // A size that the compiler knows is two moves instead of a loop.
    if (rows == MR)
      for (int k = k0; k < k1; k++, out += MR, from += a.columns) std::memcpy(out, from, MR * sizeof(float));
    else
      for (int k = k0; k < k1; k++, out += rows, from += a.columns) std::memcpy(out, from, rows * sizeof(float));
  }
}

/** Rows m0 to m1 of a product. @param copyRows whether transposed A is worth a copy (long k) */
static inline void multiplyRows(const Product& product, int m0, int m1, bool copyRows) {
  for (int p = 0; p < product.parts; p++) {
    const auto& [a, b] = product.part[p];
    const bool byColumn = a.columns != 1;
    const bool copied = byColumn && copyRows;
    const int depth = depthOf(b.k), wide = roundUp(b.n, NR);
    float* rowsCopy = copied ? threadScratch(0, static_cast<size_t>(m1 - m0) * depth) : nullptr;
    for (int k0 = 0; k0 < b.k; k0 += depth) {
      const int k1 = std::min(b.k, k0 + depth), k = k1 - k0;
      const bool first = p == 0 && k0 == 0 && !product.onto;
      const bool last = p == product.parts - 1 && k1 == b.k;
      if (copied) packRows(a, m0, m1, k0, k1, rowsCopy);
      const float* block = b.panels + static_cast<size_t>(k0) * wide;
      for (int j0 = 0; j0 < b.n; j0 += NR) {
        const float* panel = block + static_cast<size_t>(j0) * k;
        const int columns = std::min(NR, b.n - j0);
        for (int i0 = m0; i0 < m1; i0 += MR) {
          const int rows = std::min(MR, m1 - i0);
          const Finish& whole = product.finish;
          const Finish here{whole.byRow ? whole.byRow + i0 : nullptr, whole.bias ? whole.bias + j0 : nullptr,
                            whole.added ? whole.added + i0 * whole.addedWidth + j0 : nullptr, whole.addedWidth};
          float* c = product.c + i0 * product.width + j0;
          if (copied) tileOf<true>(rows)(k, rowsCopy + static_cast<size_t>(i0 - m0) * k, rows, panel, c, product.width, columns, first, last, here);
          else if (byColumn)
            tileOf<true>(rows)(k, a.data + i0 + k0 * a.columns, a.columns, panel, c, product.width, columns, first, last, here);
          else
            tileOf<false>(rows)(k, a.data + i0 * a.rows + k0, a.rows, panel, c, product.width, columns, first, last, here);
        }
      }
    }
  }
}

/** A product as tasks over its rows. */
static inline void multiplyLater(std::vector<Task>& tasks, const Product& product) {
  const int most = 4 * MR;
  const int step = std::min(most, roundUp((product.m + 7) / 8, MR));
  for (int m0 = 0; m0 < product.m; m0 += step) {
    const int m1 = std::min(product.m, m0 + step);
    tasks.push_back([=] { multiplyRows(product, m0, m1, true); });
  }
}

}  // namespace parallax::PARALLAX_ISA
