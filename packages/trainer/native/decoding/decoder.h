/** Decoding of one token at a time; what a decoder is made of. All pointers are read while it is made, not later. */
#pragma once
#include <cstdint>
#include <vector>

namespace parallax {

/**
 * Shapes: B rows, D hidden size, H heads, K key heads, d head size, C = H d, E = K d, F gated width, V vocabulary; Q prompts
 * of length L, padded on the left; matrices are [out, in] as in checkpoints.
 */
struct DecoderShape {
  int hidden, heads, keyHeads, features, intermediate, layers, vocabulary;
  float epsilon, ropeTheta;
};

struct DecoderLayer {
  /** [D], [C, D], [E, D], [E, D], [D, C] */
  const float *norm, *query, *key, *value, *output;
  /** [C], [E], [E] */
  const float *queryBias, *keyBias, *valueBias;
  /** [D], [F, D], [F, D], [D, F] */
  const float *mlpNorm, *gate, *up, *down;
  /** Of the prompts, side by side, before rotation: [Q L, C + 2 E]. */
  const float* promptQkv;
};

struct DecoderWeights {
  /** [V, D], [V, D], [D] */
  const float *embedding, *head, *norm;
  std::vector<DecoderLayer> layers;
};

struct DecoderPrompts {
  int count, length;
  /** Completions of each. */
  int copies;
  /** First column of each prompt that is not padding, and position after it: [Q]. */
  const int32_t *start, *next;
  /** Time, row and column of each token: [Q L, 3]. */
  const float* positions;
  /** Which of the three turns each frequency: [d / 2]. */
  const int32_t* axes;
};

class Decoder {
 public:
  virtual ~Decoder() = default;
  virtual int rows() const = 0;
  /** Goes on with these rows only, in this order; each number once. */
  virtual void keep(const int32_t* rows, int count) = 0;
  /** Appends one token a row; logits [B, V] of what follows. */
  virtual void step(const int32_t* tokens, float* logits) = 0;
};

}  // namespace parallax
