// Measures the 8-bit products of each kind of kernels in the shapes of Whisper's base model, in billions of
// multiplications per second of processor time: `make OUT=build build/bench-products`.
#include <time.h>

#include <cstdio>
#include <cstring>
#include <vector>

#include "../model/matrix.hpp"
#include "../tests/check.hpp"

namespace engine {
namespace {

constexpr double kSeconds = 0.3;

struct Shape {
  const char* name;
  int rows, columns, count;
};

/** The encoder in batches of 96 frames and 36 queries, the decoder with 8 windows and 3 beams each. */
constexpr Shape kShapes[] = {
    {"encoder, projection", 512, 512, 96},
    {"encoder, up", 2048, 512, 96},
    {"encoder, down", 512, 2048, 96},
    {"encoder, queries and keys", 1504, 64, 36},
    {"encoder, weights and values", 64, 1504, 36},
    {"decoder, projection", 512, 512, 24},
    {"vocabulary", 51865, 512, 24},
    {"decoder, queries and keys", 1504, 64, 3},
    {"decoder, weights and values", 64, 1504, 3},
};

double now() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

/** Repeats until enough time has passed; returns the seconds of one repetition. */
template <typename F>
double timeOf(F run) {
  run();
  int times = 0;
  const double start = now();
  double spent = 0;
  for (; spent < kSeconds; spent = now() - start, ++times) run();
  return spent / times;
}

#if defined(__x86_64__)
/** What the processor could do at most: sixteen independent sums, with nothing to load. */
double mostOfAvx512() {
  constexpr int kTimes = 1'000'000;
  const double seconds = timeOf([] {
    for (int n = 0; n < kTimes; ++n) {
#define ADD(sum) "vpdpbusd %%zmm30, %%zmm31, %%zmm" #sum "\n"
      asm volatile(ADD(0) ADD(1) ADD(2) ADD(3) ADD(4) ADD(5) ADD(6) ADD(7) ADD(8) ADD(9) ADD(10) ADD(11)
                       ADD(12) ADD(13) ADD(14) ADD(15)::
                           : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9",
                             "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
#undef ADD
    }
  });
  return 16.0 * 64 * kTimes / seconds;
}
#endif

void measure(const Kernels& k) {
  for (const Shape& shape : kShapes) {
    Random random(shape.rows + shape.columns);
    Matrix8 matrix(shape.rows, shape.columns);
    std::vector<int8_t> row(shape.columns);
    const std::vector<float> scales(shape.columns / kBlock, 0.01f);
    for (int r = 0; r < shape.rows; ++r) {
      for (int8_t& value : row) value = (int8_t)(random.below(256) - 128);
      matrix.setRow(r, row.data(), scales.data(), k.weightOffset);
    }
    Buffer<float> x((size_t)shape.count * shape.columns), out((size_t)shape.count * matrix.stride());
    for (float& value : x) value = random.unit();
    Activations8 activations;
    const Rows8& in = activations.set(k, x.data(), shape.count, shape.columns);
    const double seconds = timeOf(
        [&] { k.product8(matrix.view(), 0, matrix.stride() / kGroup, in, out.data(), matrix.stride()); });
    printf("%-8s %-28s %4.0f\n", k.name, shape.name,
           1e-9 * shape.rows * shape.columns * shape.count / seconds);
  }
}

}  // namespace
}  // namespace engine

int main() {
  using namespace engine;
  int count;
  const KernelChoice* choices = kernelChoices(count);
  for (int i = 0; i < count; ++i) {
    if (!choices[i].runs) continue;
#if defined(__x86_64__)
    if (strcmp(choices[i].name, "avx512") == 0)
      printf("%-8s %-28s %4.0f\n", "avx512", "the instruction alone", 1e-9 * mostOfAvx512());
#endif
    measure(*choices[i].kernels);
  }
}
