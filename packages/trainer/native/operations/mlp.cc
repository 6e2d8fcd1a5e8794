/** The operations ParallaxMlp and ParallaxMlpGrad. */
#include "operations.h"

namespace parallax {

namespace {

struct Attributes {
  int wanted;
  float epsilon;
};

/** Inputs 0 to 7: x, norm, gate, up, down, their three biases. */
MlpArguments read(Run& run, const Attributes& at) {
  std::vector<int64_t> x, gate;
  MlpArguments in{};
  in.x = run.input(0, &x);
  in.norm = run.input(1);
  in.gate = run.input(2, &gate);
  in.up = run.input(3);
  in.down = run.input(4);
  in.gateBias = run.input(5);
  in.upBias = run.input(6);
  in.downBias = run.input(7);
  in.epsilon = at.epsilon;
  if (!run.ok()) return in;
  if (x.size() != 2 || gate.size() != 2 || gate[1] != x[1]) {
    run.fail("ParallaxMlp: x is [rows, hidden], gate [intermediate, hidden]");
    return in;
  }
  in.rows = static_cast<int>(x[0]);
  in.hidden = static_cast<int>(x[1]);
  in.intermediate = static_cast<int>(gate[0]);
  return in;
}

void compute(void* kernel, TF_OpKernelContext* context) {
  Run run(context);
  const MlpArguments in = read(run, *static_cast<Attributes*>(kernel));
  if (!run.ok()) return;
  const MlpResults out{run.output(0, {in.rows, in.hidden}), run.output(1, {in.rows, 1}), run.output(2, {in.rows, 2 * in.intermediate})};
  if (!run.ok()) return;
  const std::lock_guard<std::mutex> hold(operationLock());
  table.mlpForward(in, out);
}

void computeGradient(void* kernel, TF_OpKernelContext* context) {
  const Attributes& at = *static_cast<Attributes*>(kernel);
  Run run(context);
  const MlpArguments in = read(run, at);
  // Only read, as the gradient's interface says.
  float* kept[2];
  for (int i = 0; i < 2; i++) kept[i] = const_cast<float*>(run.input(8 + i));
  const float* dy = run.input(10);
  if (!run.ok()) return;
  const int64_t d = in.hidden, f = in.intermediate;
  const auto wants = [&](int bit) { return (at.wanted >> bit & 1) != 0; };
  const MlpGradients out{run.output(0, {in.rows, d}),      run.output(1, {d}, wants(0)),    run.output(2, {f, d}, wants(1)),
                         run.output(3, {f, d}, wants(2)), run.output(4, {d, f}, wants(3)), run.output(5, {f}, wants(4)),
                         run.output(6, {f}, wants(5)),    run.output(7, {d}, wants(6))};
  if (!run.ok()) return;
  const std::lock_guard<std::mutex> hold(operationLock());
  table.mlpBackward(in, {nullptr, kept[0], kept[1]}, dy, out);
}

}  // namespace

void registerMlp() {
  registerOperation("ParallaxMlp",
                    {"input: x: float", "input: norm: float", "input: gate: float", "input: up: float", "input: down: float",
                     "input: gate_bias: float", "input: up_bias: float", "input: down_bias: float", "output: y: float",
                     "output: reciprocals: float", "output: gate_up: float", "attr: epsilon: float"},
                    [](TF_OpKernelConstruction* context) -> void* { return new Attributes{0, attributeFloat(context, "epsilon")}; },
                    compute, [](void* kernel) { delete static_cast<Attributes*>(kernel); });
  registerOperation("ParallaxMlpGrad",
                    {"input: x: float", "input: norm: float", "input: gate: float", "input: up: float", "input: down: float",
                     "input: gate_bias: float", "input: up_bias: float", "input: down_bias: float", "input: reciprocals: float",
                     "input: gate_up: float", "input: dy: float", "output: dx: float", "output: dnorm: float", "output: dgate: float",
                     "output: dup: float", "output: ddown: float", "output: dgate_bias: float", "output: dup_bias: float",
                     "output: ddown_bias: float", "attr: epsilon: float", "attr: wanted: int"},
                    [](TF_OpKernelConstruction* context) -> void* {
                      return new Attributes{static_cast<int>(attributeInt(context, "wanted")), attributeFloat(context, "epsilon")};
                    },
                    computeGradient, [](void* kernel) { delete static_cast<Attributes*>(kernel); });
}

}  // namespace parallax
