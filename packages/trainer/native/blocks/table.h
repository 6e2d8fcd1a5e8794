/** What the numerical part offers to the operations. A pointer is null where a bias, a mask or a gradient is absent. */
#pragma once
#include "../decoding/decoder.h"

namespace parallax {

struct AttentionArguments {
  int rows, hidden, segments, heads, keyHeads, features;
  bool causal;
  float epsilon;
  const float *x, *norm, *query, *key, *value, *output;
  const float *queryBias, *keyBias, *valueBias, *outputBias;
  /** (cos, sin) pairs of the angles of each row, `tableWidth` floats apart. */
  const float* table;
  long tableWidth;
  const float* mask;
  long maskSegment, maskRow;
};

struct AttentionResults {
  float *y, *reciprocals, *qkv, *attended, *logSums;
};

struct AttentionGradients {
  float *x, *norm, *query, *key, *value, *output, *queryBias, *keyBias, *valueBias, *outputBias;
};

struct MlpArguments {
  int rows, hidden, intermediate;
  float epsilon;
  const float *x, *norm, *gate, *up, *down, *gateBias, *upBias, *downBias;
};

struct MlpResults {
  /** gateUp [N, 2 F]: before the activation. */
  float *y, *reciprocals, *gateUp;
};

struct MlpGradients {
  float *x, *norm, *gate, *up, *down, *gateBias, *upBias, *downBias;
};

struct MergerArguments {
  /** `cell` rows of x become one of the result. */
  int rows, features, cell, hidden, out;
  float epsilon;
  const float *x, *norm, *inner, *innerBias, *outer, *outerBias;
};

struct MergerResults {
  /** hidden [rows / cell, hidden]: before the activation. */
  float *y, *reciprocals, *hidden;
};

struct MergerGradients {
  float *x, *norm, *inner, *innerBias, *outer, *outerBias;
};

/** One parameter: all of `size` numbers. A null gradient counts as zeros. */
struct AdamWTensor {
  long size;
  bool decays;
  const float *gradient, *weights, *first, *second;
  float *newWeights, *newFirst, *newSecond;
};

/**
 * With g the clipped gradient: m = beta1 m + rest1 g, v = beta2 v + rest2 g^2, w = keep w - rate m / (sqrt(v) / root + epsilon).
 * `keep` is 1 where nothing decays; maxNorm may be infinite.
 */
struct AdamWSettings {
  float beta1, rest1, beta2, rest2, epsilon, rate, root, keep, maxNorm;
  /** Of the gradients that another optimizer takes: they count in the norm. */
  float squares;
};

/** One matrix [rows, columns]. A null gradient counts as zeros. */
struct MuonMatrix {
  int rows, columns;
  const float *gradient, *weights, *momentum;
  float *newWeights, *newMomentum;
};

/**
 * With g = gradientScale gradient: m = beta m + g, w = keep w - rate 0.2 sqrt(max(rows, columns)) orthogonal(beta m + g).
 * gradientScale is what clipping leaves, times 1 - beta.
 */
struct MuonSettings {
  float beta, gradientScale, keep, rate;
};

struct Numbers {
  const float* data;
  long size;
};

/** Logits [rows, vocabulary] and, of each row, 1 / temperature. */
struct MassArguments {
  int rows, vocabulary;
  const float *logits, *inverses;
};

/** exp((logit - largest) / temperature) [rows, vocabulary]; the largest logit and the sum of the masses of each row. */
struct MassResults {
  float *masses, *largest, *sums;
};

struct Table {
  const char* name;
  void (*attentionForward)(const AttentionArguments&, const AttentionResults&);
  void (*attentionBackward)(const AttentionArguments&, const AttentionResults&, const float* dy, const AttentionGradients&);
  void (*mlpForward)(const MlpArguments&, const MlpResults&);
  void (*mlpBackward)(const MlpArguments&, const MlpResults&, const float* dy, const MlpGradients&);
  void (*mergerForward)(const MergerArguments&, const MergerResults&);
  void (*mergerBackward)(const MergerArguments&, const MergerResults&, const float* dy, const MergerGradients&);
  void (*multiplyMatrices)(const float* a, bool transposeA, const float* b, bool transposeB, int m, int k, int n, float* c);
  float (*updateAdamW)(const std::vector<AdamWTensor>&, const AdamWSettings&);
  void (*updateMuon)(const std::vector<MuonMatrix>&, const MuonSettings&);
  double (*squaredNorm)(const std::vector<Numbers>&);
  void (*massesOf)(const MassArguments&, const MassResults&);
  Decoder* (*makeDecoder)(const DecoderShape&, const DecoderWeights&, const DecoderPrompts&);
};

/** Of the instruction set that this addon was compiled for. */
extern const Table table;

}  // namespace parallax
