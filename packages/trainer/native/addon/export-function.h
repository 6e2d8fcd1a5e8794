/** How every file of the addon offers a function to JavaScript. */
#pragma once
#include <node_api.h>

namespace parallax {

inline void exportFunction(napi_env env, napi_value exports, const char* name, napi_callback call) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, call, nullptr, &function);
  napi_set_named_property(env, exports, name, function);
}

}  // namespace parallax
