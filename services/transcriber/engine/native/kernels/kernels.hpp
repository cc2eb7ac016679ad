// The inner loops of the engine, once for each kind of processor; `choose.cpp` takes the best that runs here.
// Plain data in, plain data out: no containers, so that no inline function is compiled for a processor too
// new.
#pragma once
#include <cstddef>
#include <cstdint>

namespace engine {

/** Rows of a matrix that are worked on together, whatever the processor. */
constexpr int kGroup = 16;
/** Values that share a scale. */
constexpr int kBlock = 32;
/** Bytes of a block of a group: [8][16][4] weights of 8 bits, and 16 scales of 32. */
constexpr int kBlockBytes = kGroup * kBlock + kGroup * 4;
/** Of every head of every Whisper model. */
constexpr int kHead = 64;
/** Rows of 32 bits that go through a product together, and stay in the cache meanwhile. */
constexpr int kRowsF = 48;

/** Weights of 8 bits, `groups` x `blocks` blocks of kBlockBytes, 64-byte aligned. */
struct Weights8 {
  const uint8_t* data;
  int groups, blocks;
  /** One value a row (a whole number of groups), or null. */
  const float* bias;
};

/** Activations of 8 bits: `count` rows of `blocks` blocks. */
struct Rows8 {
  const int8_t* values;
  const float* scales;
  /** What each block's weights are too great for: the sum of its values times -weightOffset. */
  const int32_t* corrections;
  int count;
};

/** Weights of 32 bits in panels: [groups][columns][16]. */
struct WeightsF {
  const float* data;
  int groups, columns;
  const float* bias;
};

struct Candidate {
  float value;
  int token;
};

struct Kernels {
  const char* name;
  /** What is added to each weight of 8 bits: 128 where the processor multiplies unsigned by signed. */
  uint8_t weightOffset;
  /** Activations are from minus this to this: 63 where the sum of two products must fit into 16 bits, or 127.
   */
  int levels;

  /** `count` values, a multiple of 32. */
  void (*quantize)(const float* x, size_t count, int8_t* values, float* scales, int32_t* corrections);
  /** out[row * stride + m] = bias[m] + weights[m] . x[row], for the groups from `begin` to `end`. */
  void (*product8)(const Weights8& w, int begin, int end, const Rows8& x, float* out, size_t stride);
  /** The same in 32 bits; adds to what is in `out` instead of the bias where `add` is set. */
  void (*productF)(const WeightsF& w, const float* x, size_t xStride, int count, float* out, size_t stride,
                   bool add);
  void (*layerNorm)(const float* x, const float* weight, const float* bias, int width, int rows, float* out);
  void (*gelu)(float* x, size_t count);
  void (*add)(float* x, const float* y, size_t count);
  /** x becomes e^(x - max), 0 from `count` to `padded` (whole blocks); returns one through their sum. */
  float (*softmax)(float* x, int count, int padded);
  /** One query over `count` keys and values that lie anywhere; `scores` holds count + 16 floats. */
  void (*selfAttention)(const float* q, const float* const* keys, const float* const* values, int count,
                        float* scores, float* out);
  /** log(sum(e^x)). */
  float (*logSumExp)(const float* x, int count);
  /** The `k` greatest, best first; of equals the first. Returns how many there are. */
  int (*best)(const float* x, int count, int k, Candidate* out);
  /** x = max(x, 0) */
  void (*relu)(float* x, size_t count);
  /** sum[i] += the middle one of x[i] to x[i + 6] */
  void (*addMedians)(const float* x, int count, float* sum);
  /** re[i]^2 + im[i]^2, or its root. */
  void (*power)(const float* re, const float* im, int count, bool root, float* out);
};

constexpr size_t roundUp(size_t n, size_t to) { return (n + to - 1) / to * to; }

const Kernels& plainKernels();
#if defined(__x86_64__)
const Kernels& sse4Kernels();
const Kernels& avx2Kernels();
const Kernels& avxVnniKernels();
const Kernels& avx512Kernels();
#elif defined(__aarch64__)
const Kernels& dotprodKernels();
#endif

struct KernelChoice {
  const char* name;
  const Kernels* kernels;
  bool runs;
};

/** All that are built in, the best first; the last is the plain one, which always runs. */
const KernelChoice* kernelChoices(int& count);

/** The best that this processor runs, or the one of that name. @throws std::runtime_error */
const Kernels& chooseKernels(const char* name);

}  // namespace engine
