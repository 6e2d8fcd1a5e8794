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

struct Table {
  const char* name;
  void (*attentionForward)(const AttentionArguments&, const AttentionResults&);
  void (*attentionBackward)(const AttentionArguments&, const AttentionResults&, const float* dy, const AttentionGradients&);
  void (*mlpForward)(const MlpArguments&, const MlpResults&);
  void (*mlpBackward)(const MlpArguments&, const MlpResults&, const float* dy, const MlpGradients&);
  Decoder* (*makeDecoder)(const DecoderShape&, const DecoderWeights&, const DecoderPrompts&);
};

/** Of the instruction set that this addon was compiled for. */
extern const Table table;

}  // namespace parallax
