/** massesOf(): what drawing tokens asks of rows of logits. */
#pragma once
#include <node_api.h>

namespace parallax {

void exportSampling(napi_env env, napi_value exports);

}  // namespace parallax
