// arm64 with the dot products of ARMv8.2: AWS Graviton 2 and later, Apple's M, Raspberry Pi 5.
#include "kernels.hpp"
#if defined(__aarch64__)
#include <arm_neon.h>

namespace engine {
namespace {

#define LANES 4
#define MANY_REGISTERS 1
#define KERNELS_NAME "dotprod"
#define WEIGHT_OFFSET 0
#define LEVELS 127

#include "lanes4.inc"

inline void narrow8(Ints n, int8_t* out) {
  const int16x4_t words = vmovn_s32((int32x4_t)n);
  const int8x8_t bytes = vmovn_s16(vcombine_s16(words, words));
  vst1_lane_s32((int32_t*)out, vreinterpret_s32_s8(bytes), 0);
}

/** Multiplies half a group of weights (8 rows, chosen by `side`) with N rows of activations. */
template <int N>
inline void half(const uint8_t* w, int side, int blocks, const float* bias, const Rows8& x, float* out,
                 size_t stride) {
  float32x4_t sum[N][2];
  for (int n = 0; n < N; ++n)
    for (int p = 0; p < 2; ++p) sum[n][p] = bias ? vld1q_f32(bias + 8 * side + 4 * p) : vdupq_n_f32(0);
  for (int b = 0; b < blocks; ++b, w += kBlockBytes) {
    const float* scales = (const float*)(w + kGroup * kBlock) + 8 * side;
    const int8_t* weights = (const int8_t*)w + 32 * side;
    int32x4_t dot[N][2];
    for (int n = 0; n < N; ++n) dot[n][0] = dot[n][1] = vdupq_n_s32(0);
    for (int j = 0; j < 8; j += 4) {
      int8x16_t values[N];
      for (int n = 0; n < N; ++n) values[n] = vld1q_s8(x.values + (size_t)(n * blocks + b) * kBlock + 4 * j);
#define STEP(lane)                                                     \
  {                                                                    \
    const int8x16_t first = vld1q_s8(weights + 64 * (j + lane));       \
    const int8x16_t second = vld1q_s8(weights + 64 * (j + lane) + 16); \
    for (int n = 0; n < N; ++n) {                                      \
      dot[n][0] = vdotq_laneq_s32(dot[n][0], first, values[n], lane);  \
      dot[n][1] = vdotq_laneq_s32(dot[n][1], second, values[n], lane); \
    }                                                                  \
  }
      STEP(0) STEP(1) STEP(2) STEP(3)
#undef STEP
    }
    for (int n = 0; n < N; ++n)
      for (int p = 0; p < 2; ++p)
        sum[n][p] = vfmaq_f32(sum[n][p], vcvtq_f32_s32(dot[n][p]),
                              vmulq_n_f32(vld1q_f32(scales + 4 * p), x.scales[n * blocks + b]));
  }
  for (int n = 0; n < N; ++n)
    for (int p = 0; p < 2; ++p) vst1q_f32(out + n * stride + 8 * side + 4 * p, sum[n][p]);
}

template <int N>
inline int rows(const uint8_t* w, int blocks, const float* bias, const Rows8& x, float* out, size_t stride) {
  half<N>(w, 0, blocks, bias, x, out, stride);
  half<N>(w, 1, blocks, bias, x, out, stride);
  return N;
}

#include "by-count.inc"

#include "body.inc"

}  // namespace

const Kernels& dotprodKernels() { return table; }

}  // namespace engine
#endif
