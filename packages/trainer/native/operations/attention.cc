/** The operations ParallaxAttention and ParallaxAttentionGrad. */
#include "operations.h"

namespace parallax {

namespace {

struct Attributes {
  int heads, keyHeads, segments, wanted;
  bool causal;
  float epsilon;
};

void* create(TF_OpKernelConstruction* context, bool gradient) {
  return new Attributes{static_cast<int>(attributeInt(context, "heads")),    static_cast<int>(attributeInt(context, "key_heads")),
                        static_cast<int>(attributeInt(context, "segments")), gradient ? static_cast<int>(attributeInt(context, "wanted")) : 0,
                        attributeBool(context, "causal"),                    attributeFloat(context, "epsilon")};
}

/** Inputs 0 to 11: x, norm, query, key, value, output, their four biases, table, mask. */
AttentionArguments read(Run& run, const Attributes& at) {
  std::vector<int64_t> x, query, angles, mask;
  AttentionArguments in{};
  in.x = run.input(0, &x);
  in.norm = run.input(1);
  in.query = run.input(2, &query);
  in.key = run.input(3);
  in.value = run.input(4);
  in.output = run.input(5);
  in.queryBias = run.input(6);
  in.keyBias = run.input(7);
  in.valueBias = run.input(8);
  in.outputBias = run.input(9);
  in.table = run.input(10, &angles);
  in.mask = run.input(11, &mask);
  in.heads = at.heads;
  in.keyHeads = at.keyHeads;
  in.segments = at.segments;
  in.causal = at.causal;
  in.epsilon = at.epsilon;
  if (!run.ok()) return in;
  if (x.size() != 2 || query.size() != 2 || angles.size() != 3 || x[0] % at.segments != 0 || query[0] % at.heads != 0 ||
      angles[0] != x[0] || angles[2] * 2 * at.heads != query[0]) {
    run.fail("ParallaxAttention: x is [rows, hidden], table [rows, heads, features / 2]");
    return in;
  }
  in.rows = static_cast<int>(x[0]);
  in.hidden = static_cast<int>(x[1]);
  in.features = static_cast<int>(query[0] / at.heads);
  in.tableWidth = angles[1] * angles[2] * 2;
  const int64_t length = x[0] / at.segments;
  if (in.mask == nullptr) return in;
  // [L, L] for all segments, [S, 1, 1, L] or [S, 1, L, L].
  const bool bySegment = mask.size() == 4;
  const int64_t maskRows = mask[mask.size() - 2];
  if ((mask.size() != 2 && !bySegment) || mask.back() != length || (maskRows != 1 && maskRows != length))
    run.fail("ParallaxAttention: the mask is [L, L], [S, 1, 1, L] or [S, 1, L, L]");
  in.maskSegment = bySegment ? maskRows * length : 0;
  in.maskRow = maskRows == 1 ? 0 : length;
  return in;
}

void compute(void* kernel, TF_OpKernelContext* context) {
  const Attributes& at = *static_cast<Attributes*>(kernel);
  Run run(context);
  const AttentionArguments in = read(run, at);
  if (!run.ok()) return;
  const int64_t n = in.rows, c = static_cast<int64_t>(in.heads) * in.features, e = static_cast<int64_t>(in.keyHeads) * in.features;
  const AttentionResults out{run.output(0, {n, in.hidden}), run.output(1, {n, 1}), run.output(2, {n, c + 2 * e}), run.output(3, {n, c}),
                             run.output(4, {n, in.heads})};
  if (!run.ok()) return;
  const std::lock_guard<std::mutex> hold(operationLock());
  table.attentionForward(in, out);
}

void computeGradient(void* kernel, TF_OpKernelContext* context) {
  const Attributes& at = *static_cast<Attributes*>(kernel);
  Run run(context);
  const AttentionArguments in = read(run, at);
  // Only read, as the gradient's interface says.
  float* kept[4];
  for (int i = 0; i < 4; i++) kept[i] = const_cast<float*>(run.input(12 + i));
  const float* dy = run.input(16);
  if (!run.ok()) return;
  const int64_t d = in.hidden, c = static_cast<int64_t>(in.heads) * in.features, e = static_cast<int64_t>(in.keyHeads) * in.features;
  const auto wants = [&](int bit) { return (at.wanted >> bit & 1) != 0; };
  const AttentionGradients out{run.output(0, {in.rows, d}),      run.output(1, {d}, wants(0)),    run.output(2, {c, d}, wants(1)),
                               run.output(3, {e, d}, wants(2)), run.output(4, {e, d}, wants(3)), run.output(5, {d, c}, wants(4)),
                               run.output(6, {c}, wants(5)),    run.output(7, {e}, wants(6)),    run.output(8, {e}, wants(7)),
                               run.output(9, {d}, wants(8))};
  if (!run.ok()) return;
  const std::lock_guard<std::mutex> hold(operationLock());
  table.attentionBackward(in, {nullptr, kept[0], kept[1], kept[2], kept[3]}, dy, out);
}

}  // namespace

void registerAttention() {
  registerOperation("ParallaxAttention",
                    {"input: x: float", "input: norm: float", "input: query: float", "input: key: float", "input: value: float",
                     "input: output: float", "input: query_bias: float", "input: key_bias: float", "input: value_bias: float",
                     "input: output_bias: float", "input: table: complex64", "input: mask: float", "output: y: float",
                     "output: reciprocals: float", "output: qkv: float", "output: attended: float", "output: log_sums: float",
                     "attr: heads: int", "attr: key_heads: int", "attr: segments: int", "attr: causal: bool", "attr: epsilon: float"},
                    [](TF_OpKernelConstruction* context) { return create(context, false); }, compute,
                    [](void* kernel) { delete static_cast<Attributes*>(kernel); });
  registerOperation("ParallaxAttentionGrad",
                    {"input: x: float", "input: norm: float", "input: query: float", "input: key: float", "input: value: float",
                     "input: output: float", "input: query_bias: float", "input: key_bias: float", "input: value_bias: float",
                     "input: output_bias: float", "input: table: complex64", "input: mask: float", "input: reciprocals: float",
                     "input: qkv: float", "input: attended: float", "input: log_sums: float", "input: dy: float", "output: dx: float",
                     "output: dnorm: float", "output: dquery: float", "output: dkey: float", "output: dvalue: float",
                     "output: doutput: float", "output: dquery_bias: float", "output: dkey_bias: float", "output: dvalue_bias: float",
                     "output: doutput_bias: float", "attr: heads: int", "attr: key_heads: int", "attr: segments: int",
                     "attr: causal: bool", "attr: epsilon: float", "attr: wanted: int"},
                    [](TF_OpKernelConstruction* context) { return create(context, true); }, computeGradient,
                    [](void* kernel) { delete static_cast<Attributes*>(kernel); });
}

}  // namespace parallax
