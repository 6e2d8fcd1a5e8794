/** Keys (rotated) and values of prompts and of what each row has decoded, and attention over both. Shapes as in decoder.h. */
#pragma once
#include <algorithm>
#include <cstring>
#include <limits>
#include <vector>

#include "../threads/pool.h"
#include "../vector/lanes.h"
#include "decoder.h"
#include "rotation.h"

namespace parallax::PARALLAX_ISA {

/** Entries that are looked at together: so many sums are under way that none waits for another. */
constexpr int BLOCK = 4 * W;

/** Thread buffer of the scores. */
constexpr int SCORE_SLOT = 12;

/** Keys turned, so that a vector holds the same feature of neighbours: [N, d, capacity]; values [N, capacity, d]. */
struct Lines {
  std::vector<float> keys;
  std::vector<float> values;
  int capacity = 0;

  void resize(int count, int features, int entries) {
    capacity = (entries + BLOCK - 1) / BLOCK * BLOCK;
    keys.assign(static_cast<size_t>(count) * features * capacity, 0.f);
    values.assign(static_cast<size_t>(count) * features * capacity, 0.f);
  }
  const float* keysOf(int line, int features) const { return &keys[static_cast<size_t>(line) * features * capacity]; }
  const float* valuesOf(int line, int features) const { return &values[static_cast<size_t>(line) * features * capacity]; }

  void put(int line, int features, int at, const float* key, const float* value) {
    float* turned = &keys[static_cast<size_t>(line) * features * capacity];
    for (int c = 0; c < features; c++) turned[static_cast<size_t>(c) * capacity + at] = key[c];
    std::memcpy(&values[(static_cast<size_t>(line) * capacity + at) * features], value, features * sizeof(float));
  }
};

/** Written once, shared by the completions of a prompt. Line (layer Q + prompt) K + key head. */
struct PromptCache {
  Lines lines;
  int count = 0;
  int length = 0;
  std::vector<int32_t> start;

  PromptCache(const DecoderShape& shape, const DecoderWeights& weights, const DecoderPrompts& prompts, const Rotation& rotation)
      : count(prompts.count), length(prompts.length), start(prompts.start, prompts.start + prompts.count) {
    const int features = shape.features, keys = shape.keyHeads, queryWidth = shape.heads * features;
    const size_t width = queryWidth + 2 * static_cast<size_t>(keys) * features;
    lines.resize(shape.layers * count * keys, features, length);
    std::vector<Task> tasks;
    for (int prompt = 0; prompt < count; prompt++)
      tasks.push_back([&, prompt, features, keys, queryWidth, width] {
        std::vector<float> angles(features), turned(features);
        for (int j = start[prompt]; j < length; j++) {
          const size_t row = static_cast<size_t>(prompt) * length + j;
          rotation.fill(prompts.positions + 3 * row, prompts.axes, angles.data());
          for (int layer = 0; layer < shape.layers; layer++)
            for (int head = 0; head < keys; head++) {
              const float* key = weights.layers[layer].promptQkv + row * width + queryWidth + head * features;
              rotation.turn(key, angles.data(), 1.f, turned.data());
              lines.put((layer * count + prompt) * keys + head, features, j, turned.data(), key + keys * features);
            }
        }
      });
    Pool::shared().run(tasks);
  }
};

/** One completion. Line layer K + key head. */
class RowCache {
 public:
  RowCache(const DecoderShape& shape, int prompt, int position) : prompt_(prompt), position_(position) {
    tail_.resize(shape.layers * shape.keyHeads, shape.features, FIRST_CAPACITY);
  }

  int position() const { return position_; }

  /** Makes room for one more token. */
  void reserveOne(const DecoderShape& shape) {
    if (length_ < tail_.capacity) return;
    const int count = shape.layers * shape.keyHeads, features = shape.features;
    Lines wider;
    wider.resize(count, features, 2 * tail_.capacity);
    for (int line = 0; line < count; line++) {
      for (int c = 0; c < features; c++)
        std::memcpy(&wider.keys[(static_cast<size_t>(line) * features + c) * wider.capacity],
                    tail_.keysOf(line, features) + static_cast<size_t>(c) * tail_.capacity, length_ * sizeof(float));
      std::memcpy(&wider.values[static_cast<size_t>(line) * features * wider.capacity], tail_.valuesOf(line, features),
                  static_cast<size_t>(length_) * features * sizeof(float));
    }
    tail_ = std::move(wider);
  }

  /** Appends key and value of `qkv` [C + 2 E], rotated but for the values, and writes the context [C] of its queries. */
  void attend(const DecoderShape& shape, const PromptCache& prompts, int layer, const float* qkv, float* context) {
    const int features = shape.features, groups = shape.heads / shape.keyHeads;
    const float* keys = qkv + shape.heads * features;
    const float* values = keys + shape.keyHeads * features;
    for (int head = 0; head < shape.keyHeads; head++) {
      const int line = (layer * prompts.count + prompt_) * shape.keyHeads + head, own = layer * shape.keyHeads + head;
      tail_.put(own, features, length_, keys + head * features, values + head * features);
      int group = head * groups;
      for (; group + 2 <= (head + 1) * groups; group += 2)
        attendTogether<2>(prompts, line, own, features, qkv + group * features, context + group * features);
      if (group < (head + 1) * groups)
        attendTogether<1>(prompts, line, own, features, qkv + group * features, context + group * features);
    }
  }

  void advance() {
    length_++;
    position_++;
  }

 private:
  static constexpr int FIRST_CAPACITY = 64;

  /** Queries of one key head. Scores of the prompt and of the tail stand in one line, in runs. */
  template <int Q>
  void attendTogether(const PromptCache& prompts, int line, int own, int features, const float* queries, float* contexts) {
    const int start = prompts.start[prompt_], entries = length_ + 1;
    const int first = start / BLOCK * BLOCK, promptEnd = prompts.lines.capacity, end = promptEnd + (entries + BLOCK - 1) / BLOCK * BLOCK;
    float* scores = threadScratch(SCORE_SLOT, static_cast<size_t>(Q) * end);
    score<Q>(queries, features, prompts.lines.keysOf(line, features), promptEnd, first, promptEnd, scores, end);
    score<Q>(queries, features, tail_.keysOf(own, features), tail_.capacity, 0, end - promptEnd, scores + promptEnd, end);
    float sums[Q];
    for (int q = 0; q < Q; q++) {
      float* mine = scores + q * end;
      // What fills the runs has no weight.
      std::fill(mine + first, mine + start, NONE);
      std::fill(mine + prompts.length, mine + promptEnd, NONE);
      std::fill(mine + promptEnd + entries, mine + end, NONE);
      sums[q] = weigh(mine, first, end);
    }
    const float* promptValues = prompts.lines.valuesOf(line, features);
    const float* tailValues = tail_.valuesOf(own, features);
    int c = 0;
    for (; c + BLOCK <= features; c += BLOCK) {
      V all[Q][4] = {};
      gather<Q, 4>(scores, end, start, prompts.length, promptValues + c, features, all);
      gather<Q, 4>(scores + promptEnd, end, 0, entries, tailValues + c, features, all);
      finish<Q, 4>(all, sums, contexts + c, features);
    }
    for (; c + W <= features; c += W) {
      V all[Q][1] = {};
      gather<Q, 1>(scores, end, start, prompts.length, promptValues + c, features, all);
      gather<Q, 1>(scores + promptEnd, end, 0, entries, tailValues + c, features, all);
      finish<Q, 1>(all, sums, contexts + c, features);
    }
    for (; c < features; c++)
      for (int q = 0; q < Q; q++) {
        const float* mine = scores + q * end;
        float sum = 0.f;
        for (int j = start; j < prompts.length; j++) sum += mine[j] * promptValues[static_cast<size_t>(j) * features + c];
        for (int j = 0; j < entries; j++) sum += mine[promptEnd + j] * tailValues[static_cast<size_t>(j) * features + c];
        contexts[q * features + c] = sum / sums[q];
      }
  }

  template <int Q>
  static void score(const float* queries, int features, const float* keys, int capacity, int from, int to, float* out, int width) {
    for (int j = from; j < to; j += BLOCK) {
      V sum[Q][4] = {};
      for (int c = 0; c < features; c++) {
        const float* at = keys + static_cast<size_t>(c) * capacity + j;
        const V key[4] = {load(at), load(at + W), load(at + 2 * W), load(at + 3 * W)};
        for (int q = 0; q < Q; q++) {
          const V feature = splat(queries[q * features + c]);
          for (int i = 0; i < 4; i++) sum[q][i] += feature * key[i];
        }
      }
      for (int q = 0; q < Q; q++)
        for (int i = 0; i < 4; i++) store(out + q * width + j + i * W, sum[q][i]);
    }
  }

  /** exp(score - largest) in place; @returns their sum. */
  static float weigh(float* scores, int from, int to) {
    V most = load(scores + from);
    for (int j = from + W; j < to; j += W) most = larger(most, load(scores + j));
    const V largest = splat(largestOf(most));
    V sum{};
    for (int j = from; j < to; j += W) {
      const V value = exponential(load(scores + j) - largest);
      store(scores + j, value);
      sum += value;
    }
    return sumOf(sum);
  }

  /** Adds weight times value over the entries, for N vectors of features. */
  template <int Q, int N>
  static void gather(const float* weights, int width, int from, int to, const float* values, int features, V (&all)[Q][N]) {
    for (int j = from; j < to; j++) {
      const float* at = values + static_cast<size_t>(j) * features;
      for (int q = 0; q < Q; q++) {
        const V weight = splat(weights[q * width + j]);
        for (int i = 0; i < N; i++) all[q][i] += weight * load(at + i * W);
      }
    }
  }

  template <int Q, int N>
  static void finish(const V (&all)[Q][N], const float (&sums)[Q], float* contexts, int features) {
    for (int q = 0; q < Q; q++)
      for (int i = 0; i < N; i++) store(contexts + q * features + i * W, all[q][i] / splat(sums[q]));
  }

  static constexpr float NONE = -std::numeric_limits<float>::infinity();

  int prompt_;
  int position_;
  int length_ = 0;
  Lines tail_;
};

}  // namespace parallax::PARALLAX_ISA
