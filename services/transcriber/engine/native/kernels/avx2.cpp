// x86-64 with AVX2 and FMA. Built twice: with AVX-VNNI's 8-bit products (USE_AVXVNNI), and without.
#include "kernels.hpp"
#if defined(__x86_64__)
#include <immintrin.h>

namespace engine {
namespace {

#define LANES 8
#define MANY_REGISTERS 0
#ifdef USE_AVXVNNI
#define KERNELS_NAME "avxvnni"
#define LEVELS 127
#else
#define KERNELS_NAME "avx2"
#define LEVELS 63
#endif
#define WEIGHT_OFFSET 128

typedef float Vec __attribute__((vector_size(32)));
typedef int32_t Ints __attribute__((vector_size(32)));

inline float maxOf(Vec v) {
  const __m128 four = _mm_max_ps(_mm256_castps256_ps128((__m256)v), _mm256_extractf128_ps((__m256)v, 1));
  const __m128 two = _mm_max_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_max_ss(two, _mm_shuffle_ps(two, two, 1)));
}
inline float sumOf(Vec v) {
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128((__m256)v), _mm256_extractf128_ps((__m256)v, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps(two, two, 1)));
}
inline int32_t sumOf(Ints v) {
  const __m128i four =
      _mm_add_epi32(_mm256_castsi256_si128((__m256i)v), _mm256_extracti128_si256((__m256i)v, 1));
  const __m128i two = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4e));
  return _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32(two, 0xb1)));
}

/** Adds four 8-bit products to each 32-bit sum. */
inline __m256i addProducts(__m256i sums, __m256i weights, __m256i values) {
#ifdef USE_AVXVNNI
  return _mm256_dpbusd_avx_epi32(sums, weights, values);
#else
  // Two products of 255 and 63 fit into 16 bits.
  const __m256i pairs = _mm256_maddubs_epi16(weights, values);
  return _mm256_add_epi32(sums, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
#endif
}

inline void narrow8(Ints n, int8_t* out) {
  const __m128i words =
      _mm_packs_epi32(_mm256_castsi256_si128((__m256i)n), _mm256_extracti128_si256((__m256i)n, 1));
  _mm_storel_epi64((__m128i*)out, _mm_packs_epi16(words, words));
}

/** Multiplies half a group of weights (8 rows, chosen by `side`) with N rows of activations. */
template <int N>
inline void half(const uint8_t* w, int side, int blocks, const float* bias, const Rows8& x, float* out,
                 size_t stride) {
  __m256 sum[N];
  for (int n = 0; n < N; ++n) sum[n] = bias ? _mm256_loadu_ps(bias + 8 * side) : _mm256_setzero_ps();
  for (int b = 0; b < blocks; ++b, w += kBlockBytes) {
    const __m256 scales = _mm256_load_ps((const float*)(w + kGroup * kBlock) + 8 * side);
    __m256i dot[N];
    // The weights are stored 128 too high.
    for (int n = 0; n < N; ++n) dot[n] = _mm256_set1_epi32(x.corrections[n * blocks + b]);
    // Unrolled, the loop would need more registers than there are.
#pragma GCC unroll 1
    for (int j = 0; j < 8; ++j) {
      const __m256i weights = _mm256_load_si256((const __m256i*)(w + 64 * j + 32 * side));
      for (int n = 0; n < N; ++n) {
        int32_t four;
        __builtin_memcpy(&four, x.values + (size_t)(n * blocks + b) * kBlock + 4 * j, 4);
        dot[n] = addProducts(dot[n], weights, _mm256_set1_epi32(four));
      }
    }
    for (int n = 0; n < N; ++n)
      sum[n] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(dot[n]),
                               _mm256_mul_ps(scales, _mm256_set1_ps(x.scales[n * blocks + b])), sum[n]);
  }
  for (int n = 0; n < N; ++n) _mm256_storeu_ps(out + n * stride + 8 * side, sum[n]);
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

#ifdef USE_AVXVNNI
const Kernels& avxVnniKernels() { return table; }
#else
const Kernels& avx2Kernels() { return table; }
#endif

}  // namespace engine
#endif
