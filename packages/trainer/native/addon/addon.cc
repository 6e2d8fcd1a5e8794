/** A Node addon: start(threads) registers the operations with the TensorFlow library that is loaded; others decode, draw and cut pictures. */
#include <node_api.h>

#include <exception>

#include "../threads/pool.h"
#include "decoding.h"
#include "export-function.h"
#include "memory.h"
#include "patches.h"
#include "sampling.h"

namespace parallax {

/** The addon may have come from another machine with its folder. */
static bool fitsProcessor() {
  if (std::string(table.name) == "avx512")
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

std::mutex& operationLock() {
  static std::mutex lock;
  return lock;
}

namespace {

/** @returns the name of the instruction set, or null when this processor lacks it */
napi_value start(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument, result;
  int32_t threads = 1;
  napi_get_null(env, &result);
  if (napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr) != napi_ok || count < 1 ||
      napi_get_value_int32(env, argument, &threads) != napi_ok) {
    napi_throw_type_error(env, nullptr, "start(threads) takes a number");
    return result;
  }
  if (!fitsProcessor()) return result;
  try {
    static const bool registered = [] {
      registerAttention();
      registerMlp();
      registerAdamW();
      registerMerger();
      registerMuon();
      return true;
    }();
    if (registered) Pool::shared().resize(threads);
  } catch (const std::exception& error) {
    napi_throw_error(env, nullptr, error.what());
    return result;
  }
  napi_create_string_utf8(env, table.name, NAPI_AUTO_LENGTH, &result);
  return result;
}

}  // namespace

}  // namespace parallax

NAPI_MODULE_INIT() {
  parallax::exportFunction(env, exports, "start", parallax::start);
  parallax::exportDecoding(env, exports);
  parallax::exportMemory(env, exports);
  parallax::exportPatches(env, exports);
  parallax::exportSampling(env, exports);
  return exports;
}
