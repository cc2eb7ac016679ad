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

inline float maxOf(Vec v) { return _mm512_reduce_max_ps((__m512)v); }
inline float sumOf(Vec v) { return _mm512_reduce_add_ps((__m512)v); }
inline int32_t sumOf(Ints v) { return _mm512_reduce_add_epi32((__m512i)v); }

inline void narrow8(Ints n, int8_t* out) {
  _mm_storeu_si128((__m128i*)out, _mm512_cvtepi32_epi8((__m512i)n));
}

template <int N>
inline void rows(const uint8_t* w, int blocks, const float* bias, const Rows8& x, float* out, size_t stride) {
  __m512 sum[N];
  for (int n = 0; n < N; ++n) sum[n] = bias ? _mm512_loadu_ps(bias) : _mm512_setzero_ps();
  for (int b = 0; b < blocks; ++b, w += kBlockBytes) {
    __m512i weights[8];
    for (int j = 0; j < 8; ++j) weights[j] = _mm512_load_si512(w + 64 * j);
    const __m512 scales = _mm512_load_ps((const float*)(w + kGroup * kBlock));
    for (int n = 0; n < N; ++n) {
      const int at = n * blocks + b;
      // The weights are stored 128 too high.
      __m512i dot = _mm512_set1_epi32(x.corrections[at]);
      const int8_t* values = x.values + (size_t)at * kBlock;
      for (int j = 0; j < 8; ++j) {
        int32_t four;
        __builtin_memcpy(&four, values + 4 * j, 4);
        dot = _mm512_dpbusd_epi32(dot, weights[j], _mm512_set1_epi32(four));
      }
      sum[n] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(dot), _mm512_mul_ps(scales, _mm512_set1_ps(x.scales[at])),
                               sum[n]);
    }
  }
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
    default:
      return rows<8>(w, blocks, bias, x, out, stride), 8;
  }
}

#include "body.inc"

}  // namespace

const Kernels& avx512Kernels() { return table; }

}  // namespace engine
#endif
