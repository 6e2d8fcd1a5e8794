/** What the operations share, and their registration. */
#pragma once
#include <mutex>

#include "../blocks/table.h"
#include "context.h"

namespace parallax {

/** Operations share threads and buffers: one at a time. */
std::mutex& operationLock();

void registerAttention();
void registerMlp();
void registerAdamW();
void registerMerger();
void registerMuon();

}  // namespace parallax
