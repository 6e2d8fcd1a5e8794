/** x + output(attention(norm(x))) and its gradient, out of products, norms and attention. */
#pragma once
#include "../vector/attention.h"
#include "../vector/norm.h"
#include "table.h"

namespace parallax::PARALLAX_ISA {

/** Buffers that the tasks of an operation share. */
enum BlockSlot { PANELS_A, PANELS_B, PANELS_C, PANELS_D, PANELS_E, INNER, OUTER, NORM_PARTS, BIAS_PARTS, ANGLES };

static inline AttentionCase caseOf(const AttentionArguments& in) {
  return {in.segments, in.rows / in.segments, in.heads, in.keyHeads, in.features, in.causal, in.table, in.tableWidth,
          in.mask, in.maskSegment, in.maskRow};
}

/** A task takes some rows from end to end, so that what lies between two products stays in its cache. */
template <typename Block>
static inline void rowBlocks(std::vector<Task>& tasks, int rows, Block block) {
  for (int start = 0; start < rows; start += TASK_ROWS) {
    const int end = std::min(rows, start + TASK_ROWS);
    tasks.push_back([=] { block(start, end); });
  }
}

static inline void runAll(std::vector<Task>& tasks) {
  Pool::shared().run(tasks);
  tasks.clear();
}

static void attentionForward(const AttentionArguments& in, const AttentionResults& out) {
  AttentionCase at = caseOf(in);
  const int d = in.hidden, c = at.queryWidth(), e = at.keyWidth();
  std::vector<Task> tasks;
  anglesLater(tasks, at, sharedScratch(ANGLES, static_cast<size_t>(in.rows) * at.features));
  float* panels = sharedScratch(PANELS_A, packedSize(d, c) + 2 * packedSize(d, e));
  const Packed query = packLater(tasks, transposed(in.query, d), d, c, panels, in.norm);
  panels += packedSize(d, c);
  const Packed key = packLater(tasks, transposed(in.key, d), d, e, panels, in.norm);
  const Packed value = packLater(tasks, transposed(in.value, d), d, e, panels + packedSize(d, e), in.norm);
  const Packed output = packLater(tasks, transposed(in.output, c), c, d, sharedScratch(PANELS_B, packedSize(c, d)));
  runAll(tasks);
  const long width = at.width();
  rowBlocks(tasks, in.rows, [=](int start, int end) {
    reciprocalsOf(in.x, start, end, d, in.epsilon, out.reciprocals);
    multiplyRows(single(in.rows, plain(in.x, d), query, out.qkv, width, {out.reciprocals, in.queryBias}), start, end, false);
    multiplyRows(single(in.rows, plain(in.x, d), key, out.qkv + c, width, {out.reciprocals, in.keyBias}), start, end, false);
    multiplyRows(single(in.rows, plain(in.x, d), value, out.qkv + c + e, width, {out.reciprocals, in.valueBias}), start, end, false);
  });
  runAll(tasks);
  for (int segment = 0; segment < in.segments; segment++)
    for (int head = 0; head < in.keyHeads; head++)
      tasks.push_back([=, &at] { attendForward(at, segment, head, out.qkv, out.attended, out.logSums); });
  runAll(tasks);
  multiplyLater(tasks, single(in.rows, plain(out.attended, c), output, out.y, d, {nullptr, in.outputBias, in.x, d}));
  runAll(tasks);
}

static void attentionBackward(const AttentionArguments& in, const AttentionResults& kept, const float* dy, const AttentionGradients& out) {
  AttentionCase at = caseOf(in);
  const int d = in.hidden, c = at.queryWidth(), e = at.keyWidth(), n = in.rows;
  const long width = at.width();
  std::vector<Task> tasks;
  anglesLater(tasks, at, sharedScratch(ANGLES, static_cast<size_t>(n) * at.features));
  float* dAttended = sharedScratch(INNER, static_cast<size_t>(n) * c);
  const Packed output = packLater(tasks, plain(in.output, c), d, c, sharedScratch(PANELS_A, packedSize(d, c)));
  Packed attended;
  if (out.output) attended = packLater(tasks, plain(kept.attended, c), n, c, sharedScratch(PANELS_B, packedSize(n, c)));
  runAll(tasks);
  multiplyLater(tasks, single(n, plain(dy, d), output, dAttended, c));
  if (out.output) multiplyLater(tasks, single(d, transposed(dy, d), attended, out.output, c));
  const int runs = runsOf(n);
  float* biases = sharedScratch(BIAS_PARTS, static_cast<size_t>(runs) * (d + width));
  if (out.outputBias) columnSumsLater(tasks, dy, d, n, d, biases);
  runAll(tasks);

  float* dQkv = sharedScratch(OUTER, static_cast<size_t>(n) * width);
  for (int segment = 0; segment < in.segments; segment++)
    for (int head = 0; head < in.keyHeads; head++)
      tasks.push_back([=, &at] { attendBackward(at, segment, head, kept.qkv, kept.attended, kept.logSums, dAttended, dQkv); });
  Packed parts[3];
  const int widths[3] = {c, e, e};
  const float* weights[3] = {in.query, in.key, in.value};
  float* panels = sharedScratch(PANELS_C, packedSize(c, d) + 2 * packedSize(e, d));
  for (int i = 0; i < 3; i++) {
    parts[i] = packLater(tasks, plain(weights[i], d), widths[i], d, panels);
    panels += packedSize(widths[i], d);
  }
  float* gradients[3] = {out.query, out.key, out.value};
  const bool wanted = out.query || out.key || out.value;
  Packed normed;
  if (wanted)
    normed = packLater(tasks, plain(in.x, d), n, d, sharedScratch(PANELS_D, packedSize(n, d)), kept.reciprocals, in.norm);
  runAll(tasks);

  float* dNormed = sharedScratch(INNER, static_cast<size_t>(n) * std::max(c, d));
  Product down;
  down.m = n;
  down.c = dNormed;
  down.width = d;
  down.parts = 3;
  const int places[3] = {0, c, c + e};
  for (int i = 0; i < 3; i++) down.part[i] = {plain(dQkv + places[i], width), parts[i]};
  multiplyLater(tasks, down);
  for (int i = 0; i < 3; i++)
    if (gradients[i]) multiplyLater(tasks, single(widths[i], transposed(dQkv + places[i], width), normed, gradients[i], d));
  const bool biased = out.queryBias || out.keyBias || out.valueBias;
  float* qkvBiases = biases + static_cast<size_t>(runs) * d;
  if (biased) columnSumsLater(tasks, dQkv, width, n, static_cast<int>(width), qkvBiases);
  runAll(tasks);

  float* normParts = out.norm ? sharedScratch(NORM_PARTS, static_cast<size_t>(runs) * d) : nullptr;
  normBackwardLater(tasks, dNormed, in.x, kept.reciprocals, in.norm, dy, n, d, out.x, normParts);
  runAll(tasks);
  if (out.norm) addRuns(normParts, n, d, out.norm);
  if (out.outputBias) addRuns(biases, n, d, out.outputBias);
  if (biased) {
    std::vector<float> sums(width);
    addRuns(qkvBiases, n, static_cast<int>(width), sums.data());
    float* wants[3] = {out.queryBias, out.keyBias, out.valueBias};
    for (int i = 0; i < 3; i++)
      if (wants[i]) std::memcpy(wants[i], sums.data() + places[i], sizeof(float) * widths[i]);
  }
}

}  // namespace parallax::PARALLAX_ISA
