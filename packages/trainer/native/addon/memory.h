/** releaseFreeMemory(): the allocator gives pages that hold nothing back to the system. */
#pragma once

#include <node_api.h>

namespace parallax {

void exportMemory(napi_env env, napi_value exports);

}  // namespace parallax
