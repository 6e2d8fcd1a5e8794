/** Function of the addon for drawing tokens: massesOf. */
#include "sampling.h"

#include "arguments.h"
#include "export-function.h"

namespace parallax {

namespace {

/** (logits [B V], inverses [B], masses [B V], largest [B], sums [B]): see SamplingKernel in src/sampling/masses.ts. */
napi_value massesOf(napi_env env, napi_callback_info info) {
  return guarded<5>(env, info, [env](napi_value* in, napi_value result) {
    const NumberArray logits = typedArray(env, in[0], napi_float32_array, "logits");
    const NumberArray inverses = typedArray(env, in[1], napi_float32_array, "inverses");
    const size_t rows = inverses.count;
    if (rows == 0 || logits.count == 0 || logits.count % rows != 0)
      throw BadArgument("logits has " + std::to_string(logits.count) + " numbers, no rows of " + std::to_string(rows));
    const MassArguments of{static_cast<int>(rows), static_cast<int>(logits.count / rows), static_cast<const float*>(logits.data),
                           static_cast<const float*>(inverses.data)};
    table.massesOf(of, {writableFloats(env, in[2], logits.count, "masses"), writableFloats(env, in[3], rows, "largest"),
                        writableFloats(env, in[4], rows, "sums")});
    return result;
  });
}

}  // namespace

void exportSampling(napi_env env, napi_value exports) {
  exportFunction(env, exports, "massesOf", massesOf);
}

}  // namespace parallax
