/**
 * Softmax attention of one segment and one key head at a time, without the square of scores in memory: the gradient works
 * scores out again from the logarithm of their sum. Rotary positions are applied on the way in and taken back on the way
 * out, in the order of the checkpoints (feature i turns with i + d / 2).
 * Shapes: S segments of L rows, N = S L, H query heads, K key heads, G = H / K, d features of a head, C = H d, E = K d.
 */
#pragma once
#include <cmath>
#include <cstring>

#include "product.h"

namespace parallax::PARALLAX_ISA {

/** Query, key and value stand side by side in one row: [N, C + 2 E]. */
struct AttentionCase {
  int segments, length, heads, keyHeads, features;
  bool causal;
  /** (cos, sin) pairs, d / 2 a row; rows `tableWidth` floats apart. */
  const float* table;
  long tableWidth;
  /** Additive; null = none. */
  const float* mask;
  long maskSegment, maskRow;
  /** Of all rows cosines [N, d / 2], then sines: anglesLater(). */
  const float* angles = nullptr;

  int queryWidth() const { return heads * features; }
  int keyWidth() const { return keyHeads * features; }
  int width() const { return queryWidth() + 2 * keyWidth(); }
};

/** Rows of queries whose scores are held at once. */
constexpr int QUERY_ROWS = 8 * MR;

/** Thread buffers of this file. */
enum AttentionSlot { KEYS = 1, VALUES, KEYS_BY_ROW, VALUES_TURNED, QUERIES, SCORES, GRADIENTS, ROWS, DKEYS, DVALUES };

/** A row of one head, turned by its position; `sign` -1 takes the turn back. */
static inline void rotateRow(const float* in, const float* cosines, const float* sines, int half, float sign, float scale, float* out) {
  int i = 0;
  for (; i + W <= half; i += W) {
    const V a = load(in + i), b = load(in + i + half), c = load(cosines + i) * splat(scale), s = load(sines + i) * splat(scale * sign);
    store(out + i, a * c - b * s);
    store(out + i + half, b * c + a * s);
  }
  for (; i < half; i++) {
    const float a = in[i], b = in[i + half], c = cosines[i] * scale, s = sines[i] * scale * sign;
    out[i] = a * c - b * s;
    out[i + half] = b * c + a * s;
  }
}

/** Takes the table apart for the tasks of the next region. `out` holds N d. */
static inline void anglesLater(std::vector<Task>& tasks, AttentionCase& at, float* out) {
  const int half = at.features / 2, length = at.length;
  const long sines = static_cast<long>(at.segments) * length * half, width = at.tableWidth;
  const float* table = at.table;
  for (int segment = 0; segment < at.segments; segment++)
    tasks.push_back([=] {
      for (long row = static_cast<long>(segment) * length; row < static_cast<long>(segment + 1) * length; row++) {
        const float* from = table + row * width;
        float* to = out + row * half;
        for (int i = 0; i < half; i++) {
          to[i] = from[2 * i];
          to[sines + i] = from[2 * i + 1];
        }
      }
    });
  at.angles = out;
}

/** Rotated rows `start` to `start + rows` of one head of a segment, [rows, d]. */
static inline void rotateRows(const AttentionCase& at, int segment, const float* in, long width, int start, int rows, float sign,
                              float scale, float* out, long outWidth) {
  const int half = at.features / 2;
  const float* cosines = at.angles + static_cast<long>(segment) * at.length * half;
  const float* sines = cosines + static_cast<long>(at.segments) * at.length * half;
  for (int i = 0; i < rows; i++) {
    const long place = static_cast<long>(start + i) * half;
    rotateRow(in + (start + i) * width, cosines + place, sines + place, half, sign, scale, out + i * outWidth);
  }
}

/** Asks for one head's features of some rows, which lie far apart, before they are waited for one by one. */
static inline void fetchRows(const float* rows, long width, int count, int features) {
  for (int row = 0; row < count; row++)
    for (int i = 0; i < features; i += LINE) __builtin_prefetch(rows + row * width + i, 0, 2);
}

/** Keys that a block of query rows sees. */
static inline int keysOf(const AttentionCase& at, int start, int rows) { return at.causal ? start + rows : at.length; }

/** Keys of which row `row` of such a block has a score: those that the last row of its tile sees. */
static inline int scoredOf(const AttentionCase& at, int start, int rows, int row) {
  return keysOf(at, start, std::min(rows, roundUp(row + 1, MR)));
}

/** The product where it is not masked: `start` is the first query of a block. */
static inline Product asSeen(const AttentionCase& at, Seen seen, int start, Product product) {
  if (at.causal) product.seen = seen;
  product.start = start;
  return product;
}

/** Scores of a block of rows, masks added; what lies beyond a row's own keys is left to the caller. */
static inline void scoresOf(const AttentionCase& at, int segment, int start, int rows, int keys, const float* queries, Packed turnedKeys,
                            float* scores, long width) {
  // Whole panels are multiplied, and nobody reads what is too much.
  turnedKeys.n = roundUp(keys, NR);
  multiplyRows(asSeen(at, Seen::COLUMNS, start, single(rows, plain(queries, at.features), turnedKeys, scores, width)), 0, rows, false);
  if (at.mask == nullptr) return;
  for (int i = 0; i < rows; i++) {
    const float* added = at.mask + segment * at.maskSegment + (start + i) * at.maskRow;
    for (int j = 0, scored = scoredOf(at, start, rows, i); j < scored; j++) scores[i * width + j] += added[j];
  }
}

/** x <- exp(x - shift) for the first `seen` of `padded` numbers, 0 for the others. @returns their sum */
static inline float exponentials(float* x, int seen, int padded, float shift) {
  V sum{};
  int j = 0;
  for (; j + W <= seen; j += W) {
    const V e = exponential(load(x + j) - splat(shift));
    store(x + j, e);
    sum += e;
  }
  if (j < seen) {
    float rest[W];
    for (int i = 0; i < W; i++) rest[i] = j + i < seen ? x[j + i] - shift : -1e9f;
    const V e = exponential(load(rest));
    store(rest, e);
    sum += e;
    for (int i = 0; j + i < padded && i < W; i++) x[j + i] = rest[i];
    j += W;
  }
  for (; j < padded; j++) x[j] = 0.f;
  return sumOf(sum);
}

static inline float largest(const float* x, int count) {
  float best = x[0];
  int j = 0;
  if (count >= W) {
    V most = load(x);
    for (j = W; j + W <= count; j += W) most = larger(load(x + j), most);
    best = largestOf(most);
  }
  for (; j < count; j++) best = x[j] > best ? x[j] : best;
  return best;
}

/**
 * @param qkv before rotation
 * @param output [N, C]
 * @param logSums [N, H]: logarithm of the sum of exponentials of each row
 */
static void attendForward(const AttentionCase& at, int segment, int keyHead, const float* qkv, float* output, float* logSums) {
  const int d = at.features, length = at.length, groups = at.heads / at.keyHeads;
  const long width = at.width(), outWidth = at.queryWidth(), scoreWidth = roundUp(length, NR);
  const float scale = 1.f / std::sqrt(static_cast<float>(d));
  const float* first = qkv + static_cast<long>(segment) * length * width;
  const float* keys = first + at.queryWidth() + keyHead * d;
  const float* values = keys + at.keyWidth();
  fetchRows(keys, width, length, d);
  fetchRows(values, width, length, d);
  float* turned = threadScratch(KEYS_BY_ROW, static_cast<size_t>(length) * d);
  rotateRows(at, segment, keys, width, 0, length, 1.f, 1.f, turned, d);
  const Packed keyColumns = packNow(transposed(turned, d), d, length, threadScratch(KEYS, packedSize(d, length)));
  float* queries = threadScratch(QUERIES, static_cast<size_t>(QUERY_ROWS) * d);
  float* scores = threadScratch(SCORES, static_cast<size_t>(QUERY_ROWS) * scoreWidth);
  for (int group = 0; group < groups; group++) fetchRows(first + (keyHead * groups + group) * d, width, length, d);
  const Packed valueRows = packNow(plain(values, width), length, d, threadScratch(VALUES, packedSize(length, d)));
  float* factors = threadScratch(ROWS, QUERY_ROWS);
  for (int start = 0; start < length; start += QUERY_ROWS) {
    const int rows = std::min(QUERY_ROWS, length - start), seen = keysOf(at, start, rows);
    for (int group = 0; group < groups; group++) {
      const int head = keyHead * groups + group;
      rotateRows(at, segment, first + head * d, width, start, rows, 1.f, scale, queries, d);
      scoresOf(at, segment, start, rows, seen, queries, keyColumns, scores, scoreWidth);
      for (int i = 0; i < rows; i++) {
        float* row = scores + i * scoreWidth;
        const int own = at.causal ? start + i + 1 : length;
        const float most = largest(row, own);
        const float sum = exponentials(row, own, scoredOf(at, start, rows, i), most);
        factors[i] = 1.f / sum;
        logSums[(static_cast<long>(segment) * length + start + i) * at.heads + head] = most + std::log(sum);
      }
      float* to = output + (static_cast<long>(segment) * length + start) * outWidth + head * d;
      multiplyRows(asSeen(at, Seen::UP_TO, start, single(rows, plain(scores, scoreWidth), valueRows, to, outWidth, {factors})), 0, rows, false);
    }
  }
}

/**
 * With P the probabilities: dV = P^T dO, dP = dO V^T, dS = P (dP - rowsum(dO O)), dQ = dS K, dK = dS^T Q.
 * @param dQkv [N, C + 2 E], before rotation
 */
static void attendBackward(const AttentionCase& at, int segment, int keyHead, const float* qkv, const float* output, const float* logSums,
                           const float* dOutput, float* dQkv) {
  const int d = at.features, length = at.length, groups = at.heads / at.keyHeads;
  const long width = at.width(), outWidth = at.queryWidth(), scoreWidth = roundUp(length, NR);
  const float scale = 1.f / std::sqrt(static_cast<float>(d));
  const long firstRow = static_cast<long>(segment) * length;
  const float* first = qkv + firstRow * width;
  float* dFirst = dQkv + firstRow * width;
  const int keyPlace = at.queryWidth() + keyHead * d, valuePlace = keyPlace + at.keyWidth();
  fetchRows(first + keyPlace, width, length, d);
  fetchRows(first + valuePlace, width, length, d);
  for (int group = 0; group < groups; group++) {
    const int place = (keyHead * groups + group) * d;
    fetchRows(first + place, width, length, d);
    fetchRows(dOutput + firstRow * outWidth + place, outWidth, length, d);
    fetchRows(output + firstRow * outWidth + place, outWidth, length, d);
  }
  float* turned = threadScratch(ROWS, static_cast<size_t>(length) * d);
  rotateRows(at, segment, first + keyPlace, width, 0, length, 1.f, 1.f, turned, d);
  const Packed keyColumns = packNow(transposed(turned, d), d, length, threadScratch(KEYS, packedSize(d, length)));
  const Packed valueColumns = packNow(transposed(first + valuePlace, width), d, length, threadScratch(VALUES_TURNED, packedSize(d, length)));
  const Packed keyRows = packNow(plain(turned, d), length, d, threadScratch(KEYS_BY_ROW, packedSize(length, d)));
  float* queries = threadScratch(QUERIES, static_cast<size_t>(QUERY_ROWS) * d * 2);
  float* dQueries = queries + QUERY_ROWS * d;
  float* panels = threadScratch(VALUES, 2 * packedSize(QUERY_ROWS, d));
  float* scores = threadScratch(SCORES, static_cast<size_t>(QUERY_ROWS) * scoreWidth);
  float* dScores = threadScratch(GRADIENTS, static_cast<size_t>(QUERY_ROWS) * scoreWidth);
  float* dKeys = threadScratch(DKEYS, static_cast<size_t>(length) * d);
  float* dValues = threadScratch(DVALUES, static_cast<size_t>(length) * d);
  std::memset(dKeys, 0, sizeof(float) * length * d);
  std::memset(dValues, 0, sizeof(float) * length * d);
  for (int start = 0; start < length; start += QUERY_ROWS) {
    const int rows = std::min(QUERY_ROWS, length - start), seen = keysOf(at, start, rows);
    for (int group = 0; group < groups; group++) {
      const int head = keyHead * groups + group;
      rotateRows(at, segment, first + head * d, width, start, rows, 1.f, scale, queries, d);
      scoresOf(at, segment, start, rows, seen, queries, keyColumns, scores, scoreWidth);
      const float* dOut = dOutput + (firstRow + start) * outWidth + head * d;
      const float* out = output + (firstRow + start) * outWidth + head * d;
      const Packed seenValues{valueColumns.panels, d, roundUp(seen, NR)};
      multiplyRows(asSeen(at, Seen::COLUMNS, start, single(rows, plain(dOut, outWidth), seenValues, dScores, scoreWidth)), 0, rows, false);
      for (int i = 0; i < rows; i++) {
        float* row = scores + i * scoreWidth;
        float* dRow = dScores + i * scoreWidth;
        const int scored = scoredOf(at, start, rows, i);
        exponentials(row, at.causal ? start + i + 1 : length, scored, logSums[(firstRow + start + i) * at.heads + head]);
        float dot = 0.f;
        for (int j = 0; j < d; j++) dot += dOut[i * outWidth + j] * out[i * outWidth + j];
        int j = 0;
        for (; j + W <= scored; j += W) store(dRow + j, load(row + j) * (load(dRow + j) - splat(dot)));
        for (; j < scored; j++) dRow[j] = row[j] * (dRow[j] - dot);
      }
      multiplyRows(asSeen(at, Seen::UP_TO, start, single(rows, plain(dScores, scoreWidth), keyRows, dQueries, d)), 0, rows, false);
      rotateRows(at, segment, dQueries - static_cast<long>(start) * d, d, start, rows, -1.f, scale, dFirst + start * width + head * d, width);
      const Packed dOutRows = packNow(plain(dOut, outWidth), rows, d, panels);
      multiplyRows(asSeen(at, Seen::FROM, start, single(seen, transposed(scores, scoreWidth), dOutRows, dValues, d, {}, true)), 0, seen, false);
      const Packed queryRows = packNow(plain(queries, d), rows, d, panels + packedSize(QUERY_ROWS, d));
      multiplyRows(asSeen(at, Seen::FROM, start, single(seen, transposed(dScores, scoreWidth), queryRows, dKeys, d, {}, true)), 0, seen, false);
    }
  }
  rotateRows(at, segment, dKeys, d, 0, length, -1.f, 1.f, dFirst + keyPlace, width);
  for (int row = 0; row < length; row++) std::memcpy(dFirst + row * width + valuePlace, dValues + row * d, sizeof(float) * d);
}

}  // namespace parallax::PARALLAX_ISA
