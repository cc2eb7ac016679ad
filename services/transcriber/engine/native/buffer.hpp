// Arrays for kernels: aligned to a cache line, and not initialized.
#pragma once
#include <cstdlib>
#include <memory>
#include <new>

#include "kernels/kernels.hpp"

namespace engine {

template <typename T>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(size_t count) { resize(count); }

  /** Loses the contents if the buffer grows. */
  void resize(size_t count) {
    if (count > capacity_) {
      // Kernels read whole vectors, up to one beyond the end.
      const size_t bytes = roundUp(count * sizeof(T) + 64, 64);
      data_.reset(static_cast<T*>(std::aligned_alloc(64, bytes)));
      if (!data_) throw std::bad_alloc();
      capacity_ = count;
    }
    size_ = count;
  }

  T* data() { return data_.get(); }
  const T* data() const { return data_.get(); }
  size_t size() const { return size_; }
  T& operator[](size_t i) { return data_.get()[i]; }
  const T& operator[](size_t i) const { return data_.get()[i]; }
  T* begin() { return data(); }
  T* end() { return data() + size_; }
  const T* begin() const { return data(); }
  const T* end() const { return data() + size_; }

 private:
  struct Free {
    void operator()(T* p) const { std::free(p); }
  };
  std::unique_ptr<T, Free> data_;
  size_t size_ = 0, capacity_ = 0;
};

}  // namespace engine
