// A minimal test framework: a condition, a name, and a line for each failure.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <string>

namespace engine {

class Checks {
 public:
  void expect(bool holds, const std::string& what) {
    ++count_;
    if (holds) return;
    ++failed_;
    printf("FAILED: %s\n", what.c_str());
  }

  template <typename Body>
  void expectFailure(const std::string& what, Body body) {
    try {
      body();
    } catch (const std::exception&) {
      return expect(true, what);
    }
    expect(false, what + " is refused");
  }

  int end(const char* name) const {
    printf("%s: %d of %d hold\n", name, count_ - failed_, count_);
    return failed_ == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
  }

 private:
  int count_ = 0, failed_ = 0;
};

/** Generates the same numbers on every machine. */
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    return state_ ^= state_ << 17;
  }
  /** From -1 to 1. */
  float unit() { return (float)((next() >> 40) * 0x1.0p-23 - 1.0); }
  size_t below(size_t n) { return (size_t)(next() % n); }

 private:
  uint64_t state_;
};

}  // namespace engine
