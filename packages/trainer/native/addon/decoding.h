/** What the addon offers to JavaScript beside operations of TensorFlow. */
#pragma once
#include <node_api.h>

#include "../operations/operations.h"

namespace parallax {

void exportDecoding(napi_env env, napi_value exports);

}  // namespace parallax
