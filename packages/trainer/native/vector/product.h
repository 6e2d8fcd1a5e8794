/**
 * Matrix products C = sum of A_p B_p over parts p. B is packed once into panels of 2 W columns; tiles of MR rows stay in
 * registers over a block of k. A tile is computed by one task in a fixed order, so that results do not depend on threads.
 * Shapes: A [m, k], B [k, n], C [m, n].
 */
#pragma once
#include <algorithm>
#include <utility>

#include "pack.h"

namespace parallax::PARALLAX_ISA {

/** So many tiles one after the other ask for the next panel, a part each: a line every two k. */
constexpr int NEXT_PARTS = 2 * NR / LINE;

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

/**
 * Of products with scores of queries that see no later key, query i seeing keys up to `start` + i: which numbers there are.
 * Tiles that hold none of them are not computed; what they would add is zero.
 */
enum class Seen {
  ALL,
  /** Rows are queries, columns keys: columns beyond those that a tile's rows see stay as they are. */
  COLUMNS,
  /** Rows are queries, k are keys: up to those that a tile's rows see. */
  UP_TO,
  /** Rows are keys, k are queries: from those that see a tile's rows. */
  FROM
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
  Seen seen = Seen::ALL;
  int start = 0;
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

/** Two k a turn. Each sum is over k in order. @param next numbers that will be wanted soon: a cache line is asked for each turn */
template <int ROWS, bool BY_COLUMN>
static inline __attribute__((always_inline)) void multiplyTile(int k, const float* a, long stride, const float* b, const float* next,
                                                               V (&sum)[ROWS][2]) {
  const auto step = [&](int p) __attribute__((always_inline)) {
    const V b0 = load(b + p * NR), b1 = load(b + p * NR + W);
#pragma GCC unroll 16
    for (int i = 0; i < ROWS; i++) multiplyRow(BY_COLUMN ? a + p * stride + i : a + i * stride + p, i >= ROWS / 2, b0, b1, sum[i]);
  };
  int p = 0;
  for (; p + 2 <= k; p += 2, next += LINE) {
    __builtin_prefetch(next, 0, 2);
    step(p);
    step(p + 1);
  }
  if (p < k) step(p);
}

/** One tile over one block of k: `first` starts from nothing, `last` applies `finish` (already moved to this tile). */
template <int ROWS, bool BY_COLUMN>
static void tile(int k, const float* a, long stride, const float* b, const float* next, float* c, long width, int columns, bool first,
                 bool last, const Finish& finish) {
  V sum[ROWS][2];
#pragma GCC unroll 16
  for (int i = 0; i < ROWS; i++) sum[i][0] = sum[i][1] = V{};
  multiplyTile<ROWS, BY_COLUMN>(k, a, stride, b, next, sum);
  if (columns == NR) {
    // Each question is asked once for the whole tile.
    const auto each = [&](auto change) __attribute__((always_inline)) {
#pragma GCC unroll 16
      for (int i = 0; i < ROWS; i++) {
        sum[i][0] = change(sum[i][0], i, 0);
        sum[i][1] = change(sum[i][1], i, W);
      }
    };
    if (!first) each([&](V value, int i, int j) __attribute__((always_inline)) { return load(c + i * width + j) + value; });
    if (last) {
      if (finish.byRow) each([&](V value, int i, int) __attribute__((always_inline)) { return value * splat(finish.byRow[i]); });
      if (finish.bias) each([&](V value, int, int j) __attribute__((always_inline)) { return value + load(finish.bias + j); });
      if (finish.added)
        each([&](V value, int i, int j) __attribute__((always_inline)) { return value + load(finish.added + i * finish.addedWidth + j); });
    }
#pragma GCC unroll 16
    for (int i = 0; i < ROWS; i++) {
      store(c + i * width, sum[i][0]);
      store(c + i * width + W, sum[i][1]);
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

using Tile = void (*)(int, const float*, long, const float*, const float*, float*, long, int, bool, bool, const Finish&);

template <bool BY_COLUMN, int... ROWS>
static inline Tile tileOf(int rows, std::integer_sequence<int, ROWS...>) {
  static constexpr Tile TILES[] = {tile<ROWS + 1, BY_COLUMN>...};
  return TILES[rows - 1];
}

template <bool BY_COLUMN>
static inline Tile tileOf(int rows) {
  return tileOf<BY_COLUMN>(rows, std::make_integer_sequence<int, MR>());
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
          const int rows = std::min(MR, m1 - i0), end = product.start + i0 + rows;
          if (product.seen == Seen::COLUMNS && j0 >= end) continue;
          const int from = product.seen == Seen::FROM ? std::clamp(i0 - product.start - k0, 0, k) : 0;
          const int count = (product.seen == Seen::UP_TO ? std::clamp(end - k0, 0, k) : k) - from;
          const Finish& whole = product.finish;
          const Finish here{whole.byRow ? whole.byRow + i0 : nullptr, whole.bias ? whole.bias + j0 : nullptr,
                            whole.added ? whole.added + i0 * whole.addedWidth + j0 : nullptr, whole.addedWidth};
          const float* next = panel + static_cast<size_t>(k) * NR + static_cast<size_t>((i0 - m0) / MR % NEXT_PARTS) * (k / 2) * LINE;
          const float* b0 = panel + from * NR;
          float* c = product.c + i0 * product.width + j0;
          if (copied)
            tileOf<true>(rows)(count, rowsCopy + static_cast<size_t>(i0 - m0) * k + from * rows, rows, b0, next, c, product.width, columns, first,
                               last, here);
          else if (byColumn)
            tileOf<true>(rows)(count, a.data + i0 + (k0 + from) * a.columns, a.columns, b0, next, c, product.width, columns, first, last, here);
          else
            tileOf<false>(rows)(count, a.data + i0 * a.rows + k0 + from, a.rows, b0, next, c, product.width, columns, first, last, here);
        }
      }
    }
  }
}

/** Rows of a task: small ones, so that no thread waits long for the last. */
constexpr int TASK_ROWS = 4 * MR;

/** A product as tasks over its rows. */
static inline void multiplyLater(std::vector<Task>& tasks, const Product& product) {
  const int step = std::min(TASK_ROWS, roundUp((product.m + 7) / 8, MR));
  for (int m0 = 0; m0 < product.m; m0 += step) {
    const int m1 = std::min(product.m, m0 + step);
    tasks.push_back([=] { multiplyRows(product, m0, m1, true); });
  }
}

}  // namespace parallax::PARALLAX_ISA
