/** A few threads that share the tasks of one region. Results never depend on how many there are. */
#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

namespace parallax {

using Task = std::function<void()>;

class Pool {
 public:
  /** The process's pool. It is never destroyed: its threads sleep until the process ends. */
  static Pool& shared();

  /** Threads that work at once, the caller included. Only grows. */
  void resize(int threads);

  /**
   * Runs every task once and returns when all are done. Not reentrant: callers hold the lock of the operations. In tasks
   * denormal numbers count as zero, whichever thread runs them.
   */
  void run(const std::vector<Task>& tasks);

 private:
  void work();
  void drain(const std::vector<Task>& tasks);

  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable left_;
  const std::vector<Task>* tasks_ = nullptr;
  std::atomic<size_t> next_{0};
  /** Counts the regions. */
  std::atomic<unsigned> region_{0};
  /** Workers in the region. */
  std::atomic<int> inside_{0};
  int workers_ = 0;
};

/** Memory that a thread keeps between operations; `slot` tells buffers of one moment apart. Aligned to 64 bytes. */
float* threadScratch(int slot, size_t floats);

/** Like threadScratch, shared by the tasks of an operation: asked for outside its regions. */
float* sharedScratch(int slot, size_t floats);

}  // namespace parallax
