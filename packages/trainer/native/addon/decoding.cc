/** Functions of the addon for decoding: openDecoder, stepDecoder, keepRows, closeDecoder. */
#include <memory>

#include "arguments.h"
#include "decoding.h"
#include "export-function.h"

namespace parallax {

namespace {

struct Held {
  std::unique_ptr<Decoder> decoder;
  int vocabulary;
};

Held& held(napi_env env, napi_value value) {
  void* data = nullptr;
  if (napi_get_value_external(env, value, &data) != napi_ok || data == nullptr) throw BadArgument("not a decoder");
  Held& found = *static_cast<Held*>(data);
  if (!found.decoder) throw BadArgument("the decoder is closed");
  return found;
}

/** (sizes, [epsilon, theta], matrices, starts, next, positions, axes): see DecoderKernel in src/decoder/kernel. */
napi_value openDecoder(napi_env env, napi_callback_info info) {
  return guarded<7>(env, info, [env](napi_value* in, napi_value result) {
    const int32_t* sizes = integers(env, in[0], 10, "sizes");
    const float* reals = floats(env, in[1], 2, "reals");
    const DecoderShape shape{sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5], sizes[6], reals[0], reals[1]};
    const size_t d = shape.hidden, c = shape.heads * shape.features, e = shape.keyHeads * shape.features, f = shape.intermediate;
    DecoderPrompts prompts{sizes[7], sizes[9], sizes[8]};
    const size_t rows = static_cast<size_t>(prompts.count) * prompts.length;
    prompts.start = integers(env, in[3], prompts.count, "starts");
    prompts.next = integers(env, in[4], prompts.count, "next");
    prompts.positions = floats(env, in[5], 3 * rows, "positions");
    prompts.axes = integers(env, in[6], shape.features / 2, "axes");
    uint32_t next = 0;
    const auto take = [&](size_t count, const char* name) {
      napi_value entry;
      if (napi_get_element(env, in[2], next++, &entry) != napi_ok) throw BadArgument("matrices must be an array");
      return floats(env, entry, count, name);
    };
    DecoderWeights weights{};
    weights.embedding = take(shape.vocabulary * d, "embedding");
    weights.head = take(shape.vocabulary * d, "head");
    weights.norm = take(d, "norm");
    for (int layer = 0; layer < shape.layers; layer++) {
      DecoderLayer of{};
      of.norm = take(d, "attention norm");
      of.query = take(c * d, "query");
      of.key = take(e * d, "key");
      of.value = take(e * d, "value");
      of.output = take(d * c, "output");
      of.queryBias = take(c, "query bias");
      of.keyBias = take(e, "key bias");
      of.valueBias = take(e, "value bias");
      of.mlpNorm = take(d, "gated norm");
      of.gate = take(f * d, "gate");
      of.up = take(f * d, "up");
      of.down = take(d * f, "down");
      of.promptQkv = take(rows * (c + 2 * e), "prompt");
      weights.layers.push_back(of);
    }
    auto made = std::make_unique<Held>();
    made->decoder.reset(table.makeDecoder(shape, weights, prompts));
    made->vocabulary = shape.vocabulary;
    const auto release = [](napi_env, void* data, void*) { delete static_cast<Held*>(data); };
    if (napi_create_external(env, made.get(), release, nullptr, &result) != napi_ok) throw BadArgument("no memory for a decoder");
    made.release();
    return result;
  });
}

/** (decoder, tokens [B], logits [B V]) */
napi_value stepDecoder(napi_env env, napi_callback_info info) {
  return guarded<3>(env, info, [env](napi_value* in, napi_value result) {
    Held& at = held(env, in[0]);
    const size_t rows = at.decoder->rows();
    const int32_t* tokens = integers(env, in[1], rows, "tokens");
    for (size_t i = 0; i < rows; i++)
      if (tokens[i] < 0 || tokens[i] >= at.vocabulary) throw BadArgument("token " + std::to_string(tokens[i]) + " is not in the vocabulary");
    at.decoder->step(tokens, writableFloats(env, in[2], rows * at.vocabulary, "logits"));
    return result;
  });
}

/** (decoder, rows): ascending numbers. */
napi_value keepRows(napi_env env, napi_callback_info info) {
  return guarded<2>(env, info, [env](napi_value* in, napi_value result) {
    Held& at = held(env, in[0]);
    const NumberArray kept = typedArray(env, in[1], napi_int32_array, "rows");
    const int32_t* rows = static_cast<const int32_t*>(kept.data);
    for (size_t i = 0; i < kept.count; i++)
      if (rows[i] < 0 || rows[i] >= at.decoder->rows() || (i > 0 && rows[i] <= rows[i - 1])) throw BadArgument("rows must ascend within the batch");
    at.decoder->keep(rows, static_cast<int>(kept.count));
    return result;
  });
}

/** (decoder): frees its memory now. */
napi_value closeDecoder(napi_env env, napi_callback_info info) {
  return guarded<1>(env, info, [env](napi_value* in, napi_value result) {
    held(env, in[0]).decoder.reset();
    return result;
  });
}

}  // namespace

void exportDecoding(napi_env env, napi_value exports) {
  exportFunction(env, exports, "openDecoder", openDecoder);
  exportFunction(env, exports, "stepDecoder", stepDecoder);
  exportFunction(env, exports, "keepRows", keepRows);
  exportFunction(env, exports, "closeDecoder", closeDecoder);
}

}  // namespace parallax
