// x86-64 with SSE4.1, which every such processor has had since 2008.
#include "kernels.hpp"
#if defined(__x86_64__)
#include <immintrin.h>

namespace engine {
namespace {

#define LANES 4
#define MANY_REGISTERS 0
#define KERNELS_NAME "sse4"
#define WEIGHT_OFFSET 128
#define LEVELS 63

#include "lanes4.inc"

inline void narrow8(Ints n, int8_t* out) {
  const __m128i words = _mm_packs_epi32((__m128i)n, (__m128i)n);
  const int32_t four = _mm_cvtsi128_si32(_mm_packs_epi16(words, words));
  __builtin_memcpy(out, &four, 4);
}

/** Multiplies a quarter of a group of weights (4 rows, chosen by `side`) with N rows of activations. */
template <int N>
inline void quarter(const uint8_t* w, int side, int blocks, const float* bias, const Rows8& x, float* out,
                    size_t stride) {
  __m128 sum[N];
  for (int n = 0; n < N; ++n) sum[n] = bias ? _mm_loadu_ps(bias + 4 * side) : _mm_setzero_ps();
  for (int b = 0; b < blocks; ++b, w += kBlockBytes) {
    const __m128 scales = _mm_load_ps((const float*)(w + kGroup * kBlock) + 4 * side);
    __m128i dot[N];
    for (int n = 0; n < N; ++n) dot[n] = _mm_set1_epi32(x.corrections[n * blocks + b]);
    // Unrolled, the loop would need more registers than there are.
#pragma GCC unroll 1
    for (int j = 0; j < 8; ++j) {
      const __m128i weights = _mm_load_si128((const __m128i*)(w + 64 * j + 16 * side));
      for (int n = 0; n < N; ++n) {
        int32_t four;
        __builtin_memcpy(&four, x.values + (size_t)(n * blocks + b) * kBlock + 4 * j, 4);
        // Two products of 255 and 63 fit into 16 bits.
        const __m128i pairs = _mm_maddubs_epi16(weights, _mm_set1_epi32(four));
        dot[n] = _mm_add_epi32(dot[n], _mm_madd_epi16(pairs, _mm_set1_epi16(1)));
      }
    }
    for (int n = 0; n < N; ++n) {
      const __m128 scale = _mm_mul_ps(scales, _mm_set1_ps(x.scales[n * blocks + b]));
      sum[n] = _mm_add_ps(sum[n], _mm_mul_ps(_mm_cvtepi32_ps(dot[n]), scale));
    }
  }
  for (int n = 0; n < N; ++n) _mm_storeu_ps(out + n * stride + 4 * side, sum[n]);
}

template <int N>
inline int rows(const uint8_t* w, int blocks, const float* bias, const Rows8& x, float* out, size_t stride) {
  for (int side = 0; side < 4; ++side) quarter<N>(w, side, blocks, bias, x, out, stride);
  return N;
}

#include "by-count.inc"

#include "body.inc"

}  // namespace

const Kernels& sse4Kernels() { return table; }

}  // namespace engine
#endif
