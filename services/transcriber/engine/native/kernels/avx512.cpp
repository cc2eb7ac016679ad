// x86-64 with AVX-512 VNNI: 64 8-bit products per instruction.
#include "kernels.hpp"
#if defined(__x86_64__)
#if !defined(__clang__)
// gcc's own header leaves lanes uninitialized that a mask then covers.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif
#include <immintrin.h>

namespace engine {
namespace {

#define LANES 16
#define MANY_REGISTERS 1
#define KERNELS_NAME "avx512"
#define WEIGHT_OFFSET 128
#define LEVELS 127

typedef float Vec __attribute__((vector_size(64)));
typedef int32_t Ints __attribute__((vector_size(64)));

/** gcc compares and blends if it has to find this instruction by itself. */
inline Vec larger(Vec a, Vec b) { return (Vec)_mm512_max_ps((__m512)a, (__m512)b); }

inline float maxOf(Vec v) { return _mm512_reduce_max_ps((__m512)v); }
inline float sumOf(Vec v) { return _mm512_reduce_add_ps((__m512)v); }
inline int32_t sumOf(Ints v) { return _mm512_reduce_add_epi32((__m512i)v); }

inline void narrow8(Ints n, int8_t* out) {
  _mm_storeu_si128((__m128i*)out, _mm512_cvtepi32_epi8((__m512i)n));
}

/** How far ahead weights are fetched: the distance that served the largest matrix best, the vocabulary. */
constexpr size_t kAhead = 32 * kBlockBytes;

/** All loops over rows are unrolled, so that the sums stay in registers. */
template <int N>
inline void rows(const uint8_t* w, int blocks, const float* bias, const Rows8& x, float* out, size_t stride) {
  __m512 sum[N];
#pragma GCC unroll 16
  for (int n = 0; n < N; ++n) sum[n] = bias ? _mm512_loadu_ps(bias) : _mm512_setzero_ps();
  for (int b = 0; b < blocks; ++b, w += kBlockBytes) {
    // The weights are stored 128 too high.
    __m512i dot[N];
#pragma GCC unroll 16
    for (int n = 0; n < N; ++n) dot[n] = _mm512_set1_epi32(x.corrections[n * blocks + b]);
#pragma GCC unroll 8
    for (int j = 0; j < 8; ++j) {
      const __m512i weights = _mm512_load_si512(w + 64 * j);
      if (N >= 8) _mm_prefetch((const char*)w + kAhead + 64 * j, _MM_HINT_T0);
#pragma GCC unroll 16
      for (int n = 0; n < N; ++n) {
        int32_t four;
        __builtin_memcpy(&four, x.values + (size_t)(n * blocks + b) * kBlock + 4 * j, 4);
        dot[n] = _mm512_dpbusd_epi32(dot[n], weights, _mm512_set1_epi32(four));
      }
    }
    const __m512 scales = _mm512_load_ps((const float*)(w + kGroup * kBlock));
#pragma GCC unroll 16
    for (int n = 0; n < N; ++n)
      sum[n] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(dot[n]),
                               _mm512_mul_ps(scales, _mm512_set1_ps(x.scales[n * blocks + b])), sum[n]);
  }
#pragma GCC unroll 16
  for (int n = 0; n < N; ++n) _mm512_storeu_ps(out + n * stride, sum[n]);
}

int productRows(const uint8_t* w, int blocks, const float* bias, const Rows8& x, float* out, size_t stride) {
  switch (x.count) {
    case 1:
      return rows<1>(w, blocks, bias, x, out, stride), 1;
    case 2:
      return rows<2>(w, blocks, bias, x, out, stride), 2;
    case 3:
      return rows<3>(w, blocks, bias, x, out, stride), 3;
    case 4:
      return rows<4>(w, blocks, bias, x, out, stride), 4;
    case 5:
      return rows<5>(w, blocks, bias, x, out, stride), 5;
    case 6:
      return rows<6>(w, blocks, bias, x, out, stride), 6;
    case 7:
      return rows<7>(w, blocks, bias, x, out, stride), 7;
    case 8:
    case 9:
    case 10:
    case 11:
      return rows<8>(w, blocks, bias, x, out, stride), 8;
    default:
      return rows<12>(w, blocks, bias, x, out, stride), 12;
  }
}

#include "body.inc"

}  // namespace

const Kernels& avx512Kernels() { return table; }

}  // namespace engine
#endif
