/** Arguments of the addon's functions, checked; shared by the files that export them. */
#pragma once
#include <node_api.h>

#include <exception>
#include <mutex>
#include <string>

#include "../operations/operations.h"

namespace parallax {

/** Thrown when an argument is not what is asked for; becomes a JavaScript TypeError. */
struct BadArgument : std::exception {
  std::string message;
  explicit BadArgument(std::string text) : message(std::move(text)) {}
  const char* what() const noexcept override { return message.c_str(); }
};

struct NumberArray {
  void* data;
  size_t count;
};

inline NumberArray typedArray(napi_env env, napi_value value, napi_typedarray_type wanted, const char* name) {
  napi_typedarray_type type;
  size_t length;
  void* data;
  if (napi_get_typedarray_info(env, value, &type, &length, &data, nullptr, nullptr) != napi_ok || type != wanted)
    throw BadArgument(std::string(name) + " must be a typed array of its kind");
  return {data, length};
}

inline void* exactly(size_t count, const NumberArray& numbers, const char* name) {
  if (numbers.count != count)
    throw BadArgument(std::string(name) + " has " + std::to_string(numbers.count) + " numbers, not " + std::to_string(count));
  return numbers.data;
}

/** For results that are written where they lie. */
inline float* writableFloats(napi_env env, napi_value value, size_t count, const char* name) {
  return static_cast<float*>(exactly(count, typedArray(env, value, napi_float32_array, name), name));
}

inline const float* floats(napi_env env, napi_value value, size_t count, const char* name) {
  return writableFloats(env, value, count, name);
}

inline const int32_t* integers(napi_env env, napi_value value, size_t count, const char* name) {
  return static_cast<const int32_t*>(exactly(count, typedArray(env, value, napi_int32_array, name), name));
}

/** The one place where errors of C++ become errors of JavaScript. */
template <size_t COUNT, typename Body>
napi_value guarded(napi_env env, napi_callback_info info, Body body) {
  napi_value arguments[COUNT];
  size_t count = COUNT;
  napi_value result;
  napi_get_undefined(env, &result);
  try {
    if (napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr) != napi_ok || count < COUNT)
      throw BadArgument("takes " + std::to_string(COUNT) + " arguments");
    std::lock_guard<std::mutex> hold(operationLock());
    return body(arguments, result);
  } catch (const BadArgument& error) {
    napi_throw_type_error(env, nullptr, error.what());
  } catch (const std::exception& error) {
    napi_throw_error(env, nullptr, error.what());
  }
  return result;
}

}  // namespace parallax
