/**
 * Large pages for new memory: it is zeroed page by page when it is first written, and a fault of a small page takes longer
 * than the writing (docs/LOG.md, 2026-11-29).
 */
#pragma once
#include <sys/mman.h>

#include <cstddef>
#include <cstdint>

namespace parallax {

constexpr size_t LARGE_PAGE = 1 << 21;

/** A hint for the pages that hold these bytes, if they fill one: where it is refused, small pages do. */
inline void askLargePages(void* data, size_t bytes) {
  if (bytes < LARGE_PAGE) return;
  const uintptr_t end = reinterpret_cast<uintptr_t>(data) + bytes, begin = reinterpret_cast<uintptr_t>(data) / LARGE_PAGE * LARGE_PAGE;
  madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
}

}  // namespace parallax
