/**
 * A decoder in float32. Rows do not read each other, so that a task takes some of them through all layers and nothing waits
 * in between. Shapes as in decoder.h.
 */
#pragma once
#include <cmath>
#include <cstring>

#include "../vector/norm.h"
#include "../vector/product.h"
#include "row-attention.h"

namespace parallax::PARALLAX_ISA {

/** A matrix [out, in] packed once for all steps. */
class FixedMatrix {
 public:
  FixedMatrix(const float* data, int out, int in, const float* byFeature = nullptr) : panels_(packedSize(in, out)) {
    std::vector<Task> tasks;
    packed_ = packLater(tasks, transposed(data, in), in, out, panels_.data(), byFeature);
    for (const Task& task : tasks) task();
  }

  /** c [rows, out] (rows `width` apart) = finish(a [rows, in] times this matrix), on the calling thread. */
  void apply(const float* a, int rows, float* c, long width, const Finish& finish = {}) const {
    multiplyRows(single(rows, plain(a, packed_.k), packed_, c, width, finish), 0, rows, false);
  }

 private:
  std::vector<float> panels_;
  Packed packed_;
};

struct LayerMatrices {
  FixedMatrix query, key, value, output, gate, up, down;
  std::vector<float> queryBias, keyBias, valueBias;

  LayerMatrices(const DecoderShape& at, const DecoderLayer& from)
      : query(from.query, at.heads * at.features, at.hidden, from.norm),
        key(from.key, at.keyHeads * at.features, at.hidden, from.norm),
        value(from.value, at.keyHeads * at.features, at.hidden, from.norm),
        output(from.output, at.hidden, at.heads * at.features),
        gate(from.gate, at.intermediate, at.hidden, from.mlpNorm),
        up(from.up, at.intermediate, at.hidden, from.mlpNorm),
        down(from.down, at.hidden, at.intermediate),
        queryBias(from.queryBias, from.queryBias + at.heads * at.features),
        keyBias(from.keyBias, from.keyBias + at.keyHeads * at.features),
        valueBias(from.valueBias, from.valueBias + at.keyHeads * at.features) {}
};

class VectorDecoder final : public Decoder {
 public:
  VectorDecoder(const DecoderShape& shape, const DecoderWeights& weights, const DecoderPrompts& prompts)
      : shape_(shape),
        rotation_(shape.ropeTheta, shape.features),
        embedding_(weights.embedding, weights.embedding + static_cast<size_t>(shape.vocabulary) * shape.hidden),
        head_(weights.head, shape.vocabulary, shape.hidden, weights.norm),
        prompts_(shape, weights, prompts, rotation_) {
    for (const DecoderLayer& layer : weights.layers) layers_.emplace_back(shape, layer);
    for (int prompt = 0; prompt < prompts.count; prompt++)
      for (int copy = 0; copy < prompts.copies; copy++) rows_.emplace_back(shape, prompt, prompts.next[prompt]);
  }

  int rows() const override { return static_cast<int>(rows_.size()); }

  void keep(const int32_t* kept, int count) override {
    std::vector<RowCache> left;
    left.reserve(count);
    for (int i = 0; i < count; i++) left.push_back(std::move(rows_[kept[i]]));
    rows_ = std::move(left);
  }

  void step(const int32_t* tokens, float* logits) override {
    // Whole tiles of rows, and a few tasks for each of a few threads.
    const int share = roundUp((rows() + 3) / 4, MR);
    std::vector<Task> tasks;
    for (int first = 0; first < rows(); first += share) {
      const int end = std::min(rows(), first + share);
      tasks.push_back([this, first, end, tokens, logits] { run(first, end, tokens, logits); });
    }
    Pool::shared().run(tasks);
  }

 private:
  enum Slot { STREAM = 1, NEXT, QKV, CONTEXT, GATE, UP, FACTORS, TURNS };

  void run(int first, int end, const int32_t* tokens, float* logits) {
    const int n = end - first, d = shape_.hidden, f = shape_.intermediate, features = shape_.features;
    const int c = shape_.heads * features, e = shape_.keyHeads * features, width = c + 2 * e;
    float* x = threadScratch(STREAM, static_cast<size_t>(n) * d);
    float* next = threadScratch(NEXT, static_cast<size_t>(n) * d);
    float* qkv = threadScratch(QKV, static_cast<size_t>(n) * width);
    float* context = threadScratch(CONTEXT, static_cast<size_t>(n) * c);
    float* gate = threadScratch(GATE, static_cast<size_t>(n) * f);
    float* up = threadScratch(UP, static_cast<size_t>(n) * f);
    float* factors = threadScratch(FACTORS, n);
    float* turns = threadScratch(TURNS, static_cast<size_t>(n) * features);
    for (int i = 0; i < n; i++) {
      RowCache& row = rows_[first + i];
      std::memcpy(x + i * d, &embedding_[static_cast<size_t>(tokens[first + i]) * d], d * sizeof(float));
      rotation_.fill(static_cast<float>(row.position()), turns + i * features);
      row.reserveOne(shape_);
    }
    for (int layer = 0; layer < shape_.layers; layer++) {
      const LayerMatrices& of = layers_[layer];
      reciprocals(x, n, factors);
      of.query.apply(x, n, qkv, width, {factors, of.queryBias.data()});
      of.key.apply(x, n, qkv + c, width, {factors, of.keyBias.data()});
      of.value.apply(x, n, qkv + c + e, width, {factors, of.valueBias.data()});
      for (int i = 0; i < n; i++) {
        float* row = qkv + static_cast<size_t>(i) * width;
        turn(row, turns + i * features);
        rows_[first + i].attend(shape_, prompts_, layer, row, context + static_cast<size_t>(i) * c);
      }
      of.output.apply(context, n, next, d, {nullptr, nullptr, x, d});
      reciprocals(next, n, factors);
      of.gate.apply(next, n, gate, f, {factors});
      of.up.apply(next, n, up, f, {factors});
      gateUnits(gate, up, n * f, gate);
      of.down.apply(gate, n, x, d, {nullptr, nullptr, next, d});
    }
    reciprocals(x, n, factors);
    head_.apply(x, n, logits + static_cast<size_t>(first) * shape_.vocabulary, shape_.vocabulary, {factors});
    for (int i = 0; i < n; i++) rows_[first + i].advance();
  }

  /** 1 / rms of each row. */
  void reciprocals(const float* x, int n, float* out) const {
    for (int i = 0; i < n; i++, x += shape_.hidden)
      out[i] = reciprocalOf(x, shape_.hidden, shape_.epsilon);
  }

  /** Rotates queries, which it scales by 1 / sqrt(d), and keys of a row in place. */
  void turn(float* row, const float* angles) const {
    const float scale = 1.f / std::sqrt(static_cast<float>(shape_.features));
    for (int i = 0; i < shape_.heads + shape_.keyHeads; i++, row += shape_.features)
      rotation_.turn(row, angles, i < shape_.heads ? scale : 1.f, row);
  }

  DecoderShape shape_;
  Rotation rotation_;
  std::vector<float> embedding_;
  FixedMatrix head_;
  std::vector<LayerMatrices> layers_;
  PromptCache prompts_;
  std::vector<RowCache> rows_;
};

static inline Decoder* makeDecoder(const DecoderShape& shape, const DecoderWeights& weights, const DecoderPrompts& prompts) {
  return new VectorDecoder(shape, weights, prompts);
}

}  // namespace parallax::PARALLAX_ISA
