/** Function of the addon for pictures: cutPatches. */
#include "patches.h"

#include <cstring>

#include "../threads/large-pages.h"
#include "../threads/pool.h"
#include "arguments.h"
#include "export-function.h"

namespace parallax {

namespace {

struct Cut {
  int height, width, patch, times, merge;
  const uint8_t* levels;
  /** Value of each level, a table a channel. */
  const float* tables;
};

/** The patches of one row of merge blocks, which begin at `out`. */
void cutBlockRow(const Cut& at, int top, float* out) {
  const int block = at.patch * at.merge, area = at.patch * at.patch;
  const size_t plane = static_cast<size_t>(at.times) * area;
  const float *red = at.tables, *green = red + 256, *blue = green + 256;
  for (int left = 0; left < at.width; left += block)
    for (int y = top; y < top + block; y += at.patch)
      for (int x = left; x < left + block; x += at.patch, out += 3 * plane) {
        float* to = out;
        for (int row = y; row < y + at.patch; row++) {
          const uint8_t* from = at.levels + (static_cast<size_t>(row) * at.width + x) * 3;
          for (int i = 0; i < at.patch; i++, to++, from += 3) {
            to[0] = red[from[0]];
            to[plane] = green[from[1]];
            to[2 * plane] = blue[from[2]];
          }
        }
        for (int channel = 0; channel < 3; channel++)
          for (int time = 1; time < at.times; time++)
            std::memcpy(out + channel * plane + time * area, out + channel * plane, area * sizeof(float));
      }
}

/** (levels [H W 3], [H, W, side of a patch, times, patches along a merge block], tables [3 256], values): see src/images/process-images.ts. */
napi_value cutPatches(napi_env env, napi_callback_info info) {
  return guarded<4>(env, info, [env](napi_value* in, napi_value result) {
    const int32_t* sizes = integers(env, in[1], 5, "sizes");
    Cut at{sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], nullptr, floats(env, in[2], 3 * 256, "tables")};
    for (int i = 0; i < 5; i++)
      if (sizes[i] < 1) throw BadArgument("sizes must be positive");
    const int block = at.patch * at.merge;
    if (at.height % block != 0 || at.width % block != 0) throw BadArgument("the picture is not made of whole merge blocks");
    const size_t numbers = static_cast<size_t>(at.height) * at.width * 3;
    at.levels = static_cast<const uint8_t*>(exactly(numbers, typedArray(env, in[0], napi_uint8_array, "levels"), "levels"));
    float* values = writableFloats(env, in[3], numbers * at.times, "values");
    askLargePages(values, numbers * at.times * sizeof(float));
    std::vector<Task> tasks;
    for (int top = 0; top < at.height; top += block)
      tasks.push_back([=, &at] { cutBlockRow(at, top, values + static_cast<size_t>(top) * at.width * 3 * at.times); });
    Pool::shared().run(tasks);
    return result;
  });
}

}  // namespace

void exportPatches(napi_env env, napi_value exports) {
  exportFunction(env, exports, "cutPatches", cutPatches);
}

}  // namespace parallax
