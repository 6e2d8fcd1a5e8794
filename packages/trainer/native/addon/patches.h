/** cutPatches(): pictures as the patch rows that the vision tower takes. */
#pragma once
#include <node_api.h>

namespace parallax {

void exportPatches(napi_env env, napi_value exports);

}  // namespace parallax
