/**
 * Muon over many matrices. A task takes one matrix whole, from its momentum to its new weights, the largest first; nothing
 * depends on how many threads there are. The formulas stand in src/optimizer/muon.
 */
#pragma once
#include <algorithm>
#include <cmath>

#include "../blocks/table.h"
#include "norm.h"

namespace parallax::PARALLAX_ISA {

/** What a thread keeps while it makes a matrix orthogonal; slot 0 is multiplyRows's. */
enum MuonSlot { MATRIX = 1, NEXT_MATRIX, GRAM, POLYNOMIAL, PANELS };

/** Numbers whose squares are added in float32 before float64 goes on. */
constexpr long SQUARES_RUN = 1 << 12;

static inline double squaresOf(const float* x, long size) {
  double sum = 0.0;
  for (long from = 0; from < size; from += SQUARES_RUN)
    sum += dotOf(x + from, x + from, static_cast<int>(std::min(SQUARES_RUN, size - from)));
  return sum;
}

/** out [columns, rows] = x [rows, columns], turned. */
static inline void turn(const float* x, int rows, int columns, float* out) {
  constexpr int SIDE = 16;
  for (int i0 = 0; i0 < rows; i0 += SIDE)
    for (int j0 = 0; j0 < columns; j0 += SIDE)
      for (int i = i0; i < std::min(rows, i0 + SIDE); i++)
        for (int j = j0; j < std::min(columns, j0 + SIDE); j++) out[static_cast<long>(j) * rows + i] = x[static_cast<long>(i) * columns + j];
}

static inline void multiplyNow(Matrix a, Matrix b, int m, int k, int n, float* c) {
  const Packed panels = packNow(b, k, n, threadScratch(PANELS, packedSize(k, n)));
  multiplyRows(single(m, a, panels, c, n), 0, m, true);
}

/** x [rows, columns], no more rows than columns, in place: five Newton-Schulz steps. @returns where the result lies */
static inline float* orthogonalise(float* x, float* next, int rows, int columns) {
  constexpr int STEPS = 5;
  constexpr float A = 3.4445f, B = -4.775f, C = 2.0315f;
  const long square = static_cast<long>(rows) * rows;
  float* gram = threadScratch(GRAM, square);
  float* polynomial = threadScratch(POLYNOMIAL, square);
  for (int step = 0; step < STEPS; step++) {
    multiplyNow(plain(x, columns), transposed(x, columns), rows, columns, rows, gram);
    multiplyNow(plain(gram, rows), plain(gram, rows), rows, rows, rows, polynomial);
    for (long i = 0; i < square; i++) polynomial[i] = B * gram[i] + C * polynomial[i];
    // A X is the diagonal's part of one product.
    for (int i = 0; i < rows; i++) polynomial[static_cast<long>(i) * (rows + 1)] += A;
    multiplyNow(plain(polynomial, rows), plain(x, columns), rows, rows, columns, next);
    std::swap(x, next);
  }
  return x;
}

static void updateMatrix(const MuonMatrix& at, const MuonSettings& with) {
  constexpr float SMALLEST_NORM = 1e-7f, UPDATE_RMS = 0.2f;
  const long size = static_cast<long>(at.rows) * at.columns;
  const bool tall = at.rows > at.columns;
  float* x = threadScratch(MATRIX, size);
  float* next = threadScratch(NEXT_MATRIX, size);
  float* moved = tall ? next : x;
  for (long i = 0; i < size; i++) {
    const float g = at.gradient ? at.gradient[i] * with.gradientScale : 0.f;
    const float m = at.momentum[i] * with.beta + g;
    at.newMomentum[i] = m;
    moved[i] = m * with.beta + g;
  }
  const float scale = 1.f / std::max(static_cast<float>(std::sqrt(squaresOf(moved, size))), SMALLEST_NORM);
  for (long i = 0; i < size; i++) moved[i] *= scale;
  if (tall) turn(next, at.rows, at.columns, x);
  const float* update = tall ? orthogonalise(x, next, at.columns, at.rows) : orthogonalise(x, next, at.rows, at.columns);
  if (tall) {
    float* back = update == x ? next : x;
    turn(update, at.columns, at.rows, back);
    update = back;
  }
  const float rate = with.rate * UPDATE_RMS * std::sqrt(static_cast<float>(std::max(at.rows, at.columns)));
  for (long i = 0; i < size; i++) at.newWeights[i] = at.weights[i] * with.keep - rate * update[i];
}

static void updateMuon(const std::vector<MuonMatrix>& matrices, const MuonSettings& with) {
  const auto work = [](const MuonMatrix* at) {
    const double shorter = std::min(at->rows, at->columns), longer = std::max(at->rows, at->columns);
    return shorter * shorter * (2.0 * longer + shorter);
  };
  std::vector<const MuonMatrix*> order;
  for (const MuonMatrix& at : matrices) order.push_back(&at);
  std::stable_sort(order.begin(), order.end(), [&](auto* a, auto* b) { return work(a) > work(b); });
  std::vector<Task> tasks;
  for (const MuonMatrix* at : order) tasks.push_back([=, &with] { updateMatrix(*at, with); });
  Pool::shared().run(tasks);
}

static double squaredNorm(const std::vector<Numbers>& tensors) {
  std::vector<double> sums(tensors.size());
  std::vector<Task> tasks;
  for (size_t i = 0; i < tensors.size(); i++) tasks.push_back([&, i] { sums[i] = squaresOf(tensors[i].data, tensors[i].size); });
  Pool::shared().run(tasks);
  double total = 0.0;
  for (const double sum : sums) total += sum;
  return total;
}

}  // namespace parallax::PARALLAX_ISA
