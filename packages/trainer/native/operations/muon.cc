/** The operations ParallaxMuon, one update of matrices, and ParallaxSquaredNorm, the sum of the squares of many tensors. */
#include "operations.h"

namespace parallax {

namespace {

/** Momenta of matrices of one shape lie one after the other in stacks [matrices, rows, columns]. */
struct Attributes {
  /** Of each matrix: the number of its stack, ascending. */
  std::vector<int64_t> stackOf;
};

void compute(void* kernel, TF_OpKernelContext* context) {
  const std::vector<int64_t>& stackOf = static_cast<Attributes*>(kernel)->stackOf;
  const int count = static_cast<int>(stackOf.size()), stacks = static_cast<int>(stackOf.back()) + 1;
  Run run(context);
  std::vector<int64_t> shape;
  const float* given = run.input(0, &shape);
  if (run.ok() && (shape.size() != 1 || shape[0] != 4)) run.fail("ParallaxMuon: settings are 4 numbers");
  if (!run.ok()) return;
  const MuonSettings with{given[0], given[1], given[2], given[3]};
  struct Stack {
    const float* momentum;
    float* newMomentum;
    std::vector<int64_t> shape;
    int64_t used;
  };
  std::vector<Stack> momenta;
  for (int i = 0; i < stacks; i++) {
    const float* momentum = run.input(1 + 2 * count + i, &shape);
    if (run.ok() && shape.size() != 3) run.fail("ParallaxMuon: a stack of momenta is [matrices, rows, columns]");
    momenta.push_back({momentum, run.output(count + i, shape), shape, 0});
  }
  std::vector<MuonMatrix> matrices;
  for (int i = 0; i < count && run.ok(); i++) {
    Stack& of = momenta[stackOf[i]];
    std::vector<int64_t> gradientShape;
    const float* gradient = run.input(1 + i, &gradientShape);
    const float* weights = run.input(1 + count + i, &shape);
    if (!run.ok()) return;
    if (shape.size() != 2 || shape[0] != of.shape[1] || shape[1] != of.shape[2] || of.used == of.shape[0])
      return run.fail("ParallaxMuon: a matrix does not fit its stack");
    if (gradient != nullptr && gradientShape != shape) return run.fail("ParallaxMuon: a gradient has another shape than its matrix");
    const int64_t at = of.used++ * shape[0] * shape[1];
    matrices.push_back({static_cast<int>(shape[0]), static_cast<int>(shape[1]), gradient, weights, of.momentum + at, run.output(i, shape),
                        of.newMomentum + at});
  }
  if (!run.ok()) return;
  const std::lock_guard<std::mutex> hold(operationLock());
  table.updateMuon(matrices, with);
}

void computeSquares(void* kernel, TF_OpKernelContext* context) {
  const int count = *static_cast<int*>(kernel);
  Run run(context);
  std::vector<Numbers> tensors;
  for (int i = 0; i < count && run.ok(); i++) {
    std::vector<int64_t> shape;
    Numbers tensor{run.input(i, &shape), 1};
    for (int64_t axis : shape) tensor.size *= axis;
    tensors.push_back(tensor);
  }
  float* total = run.output(0, {});
  if (!run.ok()) return;
  const std::lock_guard<std::mutex> hold(operationLock());
  *total = static_cast<float>(table.squaredNorm(tensors));
}

}  // namespace

void registerMuon() {
  registerOperation("ParallaxMuon",
                    {"input: settings: float", "input: gradients: count * float", "input: weights: count * float",
                     "input: momenta: stacks * float", "output: new_weights: count * float", "output: new_momenta: stacks * float",
                     "attr: count: int >= 1", "attr: stacks: int >= 1", "attr: stack_of: list(int)"},
                    [](TF_OpKernelConstruction* context) -> void* { return new Attributes{attributeInts(context, "stack_of")}; }, compute,
                    [](void* kernel) { delete static_cast<Attributes*>(kernel); });
  registerOperation("ParallaxSquaredNorm", {"input: tensors: count * float", "output: squares: float", "attr: count: int >= 1"},
                    [](TF_OpKernelConstruction* context) -> void* { return new int(static_cast<int>(attributeInt(context, "count"))); },
                    computeSquares, [](void* kernel) { delete static_cast<int*>(kernel); });
}

}  // namespace parallax
