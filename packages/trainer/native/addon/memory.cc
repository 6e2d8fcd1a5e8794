#include "memory.h"

#include "export-function.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace parallax {

namespace {

napi_value release(napi_env env, napi_callback_info) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
  napi_value result;
  napi_get_undefined(env, &result);
  return result;
}

}  // namespace

void exportMemory(napi_env env, napi_value exports) {
  exportFunction(env, exports, "releaseFreeMemory", release);
}

}  // namespace parallax
