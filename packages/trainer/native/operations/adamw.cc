/** The operation ParallaxAdamW: clipping and one update of all parameters. */
#include "operations.h"

namespace parallax {

namespace {

/** Moments of neighbouring parameters lie one after the other in buckets. */
struct Attributes {
  /** Of each parameter: the number of its bucket, ascending, and whether it decays. */
  std::vector<int64_t> bucketOf, decays;
};

void compute(void* kernel, TF_OpKernelContext* context) {
  const Attributes& at = *static_cast<Attributes*>(kernel);
  const int count = static_cast<int>(at.bucketOf.size()), buckets = static_cast<int>(at.bucketOf.back()) + 1;
  Run run(context);
  std::vector<int64_t> shape;
  const float* given = run.input(0, &shape);
  if (run.ok() && (shape.size() != 1 || shape[0] != 10)) run.fail("ParallaxAdamW: settings are 10 numbers");
  if (!run.ok()) return;
  const AdamWSettings with{given[0], given[1], given[2], given[3], given[4], given[5], given[6], given[7], given[8], given[9]};
  struct Bucket {
    const float *first, *second;
    float *newFirst, *newSecond;
    long size, used;
  };
  std::vector<Bucket> moments;
  for (int i = 0; i < buckets; i++) {
    const float* first = run.input(1 + 2 * count + i, &shape);
    const float* second = run.input(1 + 2 * count + buckets + i);
    const int64_t size = shape.empty() ? 0 : shape[0];
    moments.push_back({first, second, run.output(1 + count + i, {size}), run.output(1 + count + buckets + i, {size}), size, 0});
  }
  std::vector<AdamWTensor> tensors;
  for (int i = 0; i < count && run.ok(); i++) {
    Bucket& of = moments[at.bucketOf[i]];
    std::vector<int64_t> gradientShape;
    AdamWTensor tensor{1, at.decays[i] != 0, run.input(1 + i, &gradientShape), run.input(1 + count + i, &shape)};
    for (int64_t axis : shape) tensor.size *= axis;
    if (tensor.gradient != nullptr && gradientShape != shape) run.fail("ParallaxAdamW: a gradient has another shape than its parameter");
    if (of.used + tensor.size > of.size) run.fail("ParallaxAdamW: a bucket is too short");
    if (!run.ok()) return;
    tensor.first = of.first + of.used;
    tensor.second = of.second + of.used;
    tensor.newFirst = of.newFirst + of.used;
    tensor.newSecond = of.newSecond + of.used;
    tensor.newWeights = run.output(1 + i, shape);
    of.used += tensor.size;
    tensors.push_back(tensor);
  }
  float* norm = run.output(0, {});
  if (!run.ok()) return;
  const std::lock_guard<std::mutex> hold(operationLock());
  *norm = table.updateAdamW(tensors, with);
}

}  // namespace

void registerAdamW() {
  registerOperation("ParallaxAdamW",
                    {"input: settings: float", "input: gradients: count * float", "input: weights: count * float",
                     "input: first: buckets * float", "input: second: buckets * float", "output: norm: float",
                     "output: new_weights: count * float", "output: new_first: buckets * float", "output: new_second: buckets * float",
                     "attr: count: int >= 1", "attr: buckets: int >= 1", "attr: bucket_of: list(int)", "attr: decays: list(int)"},
                    [](TF_OpKernelConstruction* context) -> void* {
                      return new Attributes{attributeInts(context, "bucket_of"), attributeInts(context, "decays")};
                    },
                    compute, [](void* kernel) { delete static_cast<Attributes*>(kernel); });
}

}  // namespace parallax
