/** The operations ParallaxMerger, ParallaxMergerGrad and ParallaxProduct. */
#include "operations.h"

namespace parallax {

namespace {

struct Attributes {
  int cell, wanted;
  float epsilon;
};

/** Inputs 0 to 5: x, norm, inner, inner bias, outer, outer bias. */
MergerArguments read(Run& run, const Attributes& at) {
  std::vector<int64_t> x, inner, outer;
  MergerArguments in{};
  in.x = run.input(0, &x);
  in.norm = run.input(1);
  in.inner = run.input(2, &inner);
  in.innerBias = run.input(3);
  in.outer = run.input(4, &outer);
  in.outerBias = run.input(5);
  in.cell = at.cell;
  in.epsilon = at.epsilon;
  if (!run.ok()) return in;
  if (x.size() != 2 || inner.size() != 2 || outer.size() != 2 || x[0] % at.cell != 0 || inner[1] != x[1] * at.cell || outer[1] != inner[0]) {
    run.fail("ParallaxMerger: x is [rows, features], inner [hidden, cell features], outer [out, hidden]");
    return in;
  }
  in.rows = static_cast<int>(x[0]);
  in.features = static_cast<int>(x[1]);
  in.hidden = static_cast<int>(inner[0]);
  in.out = static_cast<int>(outer[0]);
  return in;
}

void compute(void* kernel, TF_OpKernelContext* context) {
  Run run(context);
  const MergerArguments in = read(run, *static_cast<Attributes*>(kernel));
  if (!run.ok()) return;
  const int64_t cells = in.rows / in.cell;
  const MergerResults out{run.output(0, {cells, in.out}), run.output(1, {in.rows, 1}), run.output(2, {cells, in.hidden})};
  if (!run.ok()) return;
  const std::lock_guard<std::mutex> hold(operationLock());
  table.mergerForward(in, out);
}

void computeGradient(void* kernel, TF_OpKernelContext* context) {
  const Attributes& at = *static_cast<Attributes*>(kernel);
  Run run(context);
  const MergerArguments in = read(run, at);
  // Only read, as the gradient's interface says.
  float* kept[2];
  for (int i = 0; i < 2; i++) kept[i] = const_cast<float*>(run.input(6 + i));
  const float* dy = run.input(8);
  if (!run.ok()) return;
  const auto wants = [&](int bit) { return (at.wanted >> bit & 1) != 0; };
  const int64_t k = static_cast<int64_t>(in.cell) * in.features;
  const MergerGradients out{run.output(0, {in.rows, in.features}),   run.output(1, {in.features}, wants(0)),
                            run.output(2, {in.hidden, k}, wants(1)), run.output(3, {in.hidden}, wants(2)),
                            run.output(4, {in.out, in.hidden}, wants(3)), run.output(5, {in.out}, wants(4))};
  if (!run.ok()) return;
  const std::lock_guard<std::mutex> hold(operationLock());
  table.mergerBackward(in, {nullptr, kept[0], kept[1]}, dy, out);
}

struct Transposed {
  bool a, b;
};

void computeProduct(void* kernel, TF_OpKernelContext* context) {
  const Transposed& at = *static_cast<Transposed*>(kernel);
  Run run(context);
  std::vector<int64_t> a, b;
  const float* left = run.input(0, &a);
  const float* right = run.input(1, &b);
  if (run.ok() && (a.size() != 2 || b.size() != 2 || a[at.a ? 0 : 1] != b[at.b ? 1 : 0])) run.fail("ParallaxProduct: the matrices do not fit");
  if (!run.ok()) return;
  const int64_t m = a[at.a ? 1 : 0], k = b[at.b ? 1 : 0], n = b[at.b ? 0 : 1];
  float* c = run.output(0, {m, n});
  if (!run.ok()) return;
  if (k == 0) std::fill(c, c + m * n, 0.f);
  if (m * n * k == 0) return;
  const std::lock_guard<std::mutex> hold(operationLock());
  table.multiplyMatrices(left, at.a, right, at.b, static_cast<int>(m), static_cast<int>(k), static_cast<int>(n), c);
}

void destroy(void* kernel) { delete static_cast<Attributes*>(kernel); }

}  // namespace

void registerMerger() {
  registerOperation("ParallaxMerger",
                    {"input: x: float", "input: norm: float", "input: inner: float", "input: inner_bias: float", "input: outer: float",
                     "input: outer_bias: float", "output: y: float", "output: reciprocals: float", "output: hidden: float",
                     "attr: cell: int >= 1", "attr: epsilon: float"},
                    [](TF_OpKernelConstruction* context) -> void* {
                      return new Attributes{static_cast<int>(attributeInt(context, "cell")), 0, attributeFloat(context, "epsilon")};
                    },
                    compute, destroy);
  registerOperation("ParallaxMergerGrad",
                    {"input: x: float", "input: norm: float", "input: inner: float", "input: inner_bias: float", "input: outer: float",
                     "input: outer_bias: float", "input: reciprocals: float", "input: hidden: float", "input: dy: float",
                     "output: dx: float", "output: dnorm: float", "output: dinner: float", "output: dinner_bias: float",
                     "output: douter: float", "output: douter_bias: float", "attr: cell: int >= 1", "attr: epsilon: float",
                     "attr: wanted: int"},
                    [](TF_OpKernelConstruction* context) -> void* {
                      return new Attributes{static_cast<int>(attributeInt(context, "cell")), static_cast<int>(attributeInt(context, "wanted")),
                                            attributeFloat(context, "epsilon")};
                    },
                    computeGradient, destroy);
  registerOperation("ParallaxProduct",
                    {"input: a: float", "input: b: float", "output: product: float", "attr: transpose_a: bool", "attr: transpose_b: bool"},
                    [](TF_OpKernelConstruction* context) -> void* {
                      return new Transposed{attributeBool(context, "transpose_a"), attributeBool(context, "transpose_b")};
                    },
                    computeProduct, [](void* kernel) { delete static_cast<Transposed*>(kernel); });
}

}  // namespace parallax
