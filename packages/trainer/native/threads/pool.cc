#include "pool.h"

#include <immintrin.h>

#include <cstdlib>
#include <new>
#include <thread>

#include "large-pages.h"

namespace parallax {

namespace {

/**
 * Waits for what is due in a moment, some 50 to 100 us at most: the regions of an operation follow each other, and waking a
 * thread takes as long. Longer waits sleep, so that beside other work nothing is lost.
 */
template <typename Condition>
void spinUntil(Condition met) {
  for (int i = 0; i < 2000 && !met(); i++) _mm_pause();
}

/**
 * Denormal numbers count as zero while it lives (flush to zero, denormals are zero). TensorFlow has it so on the thread that
 * runs an operation, a new thread has not: a result would depend on who worked it out (docs/LOG.md, 2026-11-29).
 */
class WithoutDenormals {
 public:
  WithoutDenormals() { _mm_setcsr(before_ | _MM_FLUSH_ZERO_ON | _MM_DENORMALS_ZERO_ON); }
  ~WithoutDenormals() { _mm_setcsr(before_); }
  WithoutDenormals(const WithoutDenormals&) = delete;
  WithoutDenormals& operator=(const WithoutDenormals&) = delete;

 private:
  const unsigned before_ = _mm_getcsr();
};

}  // namespace

Pool& Pool::shared() {
  static Pool* pool = new Pool();
  return *pool;
}

void Pool::resize(int threads) {
  while (workers_ + 1 < threads) {
    workers_++;
    std::thread([this] { work(); }).detach();
  }
}

void Pool::drain(const std::vector<Task>& tasks) {
  for (size_t i = next_.fetch_add(1); i < tasks.size(); i = next_.fetch_add(1)) tasks[i]();
}

void Pool::run(const std::vector<Task>& tasks) {
  const WithoutDenormals mode;
  if (workers_ == 0 || tasks.size() < 2) {
    for (const Task& task : tasks) task();
    return;
  }
  {
    std::lock_guard<std::mutex> hold(mutex_);
    tasks_ = &tasks;
    next_ = 0;
    region_++;
  }
  if (tasks.size() > static_cast<size_t>(workers_)) wake_.notify_all();
  else
    for (size_t i = 1; i < tasks.size(); i++) wake_.notify_one();
  drain(tasks);
  // A worker that a busy machine has not woken yet finds nothing: only those that took a task are waited for.
  {
    std::lock_guard<std::mutex> hold(mutex_);
    tasks_ = nullptr;
  }
  const auto alone = [this] { return inside_ == 0; };
  spinUntil(alone);
  std::unique_lock<std::mutex> hold(mutex_);
  left_.wait(hold, alone);
}

void Pool::work() {
  const WithoutDenormals mode;
  for (unsigned seen = region_;;) {
    spinUntil([&] { return region_ != seen; });
    std::unique_lock<std::mutex> hold(mutex_);
    wake_.wait(hold, [this] { return tasks_ != nullptr && next_.load() < tasks_->size(); });
    seen = region_;
    const std::vector<Task>& tasks = *tasks_;  // lives until nobody is inside
    inside_++;
    hold.unlock();
    drain(tasks);
    hold.lock();
    if (--inside_ == 0) left_.notify_one();
  }
}

namespace {

struct Buffer {
  float* data = nullptr;
  size_t size = 0;
  ~Buffer() { std::free(data); }

  float* atLeast(size_t floats) {
    if (floats > size) {
      std::free(data);
      const size_t wanted = floats * sizeof(float), align = wanted > LARGE_PAGE / 2 ? LARGE_PAGE : 64;
      const size_t bytes = (wanted + align - 1) / align * align;
      data = static_cast<float*>(std::aligned_alloc(align, bytes));
      if (data == nullptr) throw std::bad_alloc();
      askLargePages(data, bytes);
      size = floats;
    }
    return data;
  }
};

constexpr int SLOTS = 24;

}  // namespace

float* threadScratch(int slot, size_t floats) {
  thread_local Buffer buffers[SLOTS];
  return buffers[slot].atLeast(floats);
}

float* sharedScratch(int slot, size_t floats) {
  static Buffer buffers[SLOTS];
  return buffers[slot].atLeast(floats);
}

}  // namespace parallax
