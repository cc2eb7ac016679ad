// Kernels for any processor, in plain C++. The other kernels are tested against them.
#include "kernels.hpp"

namespace engine {
namespace {

#define LANES 4
#define MANY_REGISTERS 0
#define KERNELS_NAME "plain"
#define WEIGHT_OFFSET 0
#define LEVELS 127

#include "lanes4.inc"

inline void narrow8(Ints n, int8_t* out) {
  for (int i = 0; i < 4; ++i) out[i] = (int8_t)n[i];
}

/** Computes one row at a time. */
int productRows(const uint8_t* w, int blocks, const float* bias, const Rows8& x, float* out, size_t) {
  float sum[kGroup];
  for (int r = 0; r < kGroup; ++r) sum[r] = bias ? bias[r] : 0.0f;
  for (int b = 0; b < blocks; ++b, w += kBlockBytes) {
    const int8_t* weights = (const int8_t*)w;
    const float* scales = (const float*)(w + kGroup * kBlock);
    int32_t dot[kGroup] = {};
    for (int j = 0; j < kBlock; j += 4)
      for (int r = 0; r < kGroup; ++r)
        for (int i = 0; i < 4; ++i) dot[r] += weights[j * kGroup + r * 4 + i] * x.values[b * kBlock + j + i];
    for (int r = 0; r < kGroup; ++r) sum[r] += dot[r] * (scales[r] * x.scales[b]);
  }
  for (int r = 0; r < kGroup; ++r) out[r] = sum[r];
  return 1;
}

#include "body.inc"

}  // namespace

const Kernels& plainKernels() { return table; }

}  // namespace engine
