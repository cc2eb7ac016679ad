// The engine's inner loops, once for each kind of processor; `choose.cpp` takes the best that runs here.
// They take and return plain data, because an inline function of a container could be compiled for a newer
// processor than this one.
#pragma once
#include <cstddef>
#include <cstdint>

namespace engine {

/** How many rows of a matrix are processed together, on any processor. */
constexpr int kGroup = 16;
/** How many values share a scale. */
constexpr int kBlock = 32;
/** The bytes of a group's block: [8][16][4] 8-bit weights, and 16 32-bit scales. */
constexpr int kBlockBytes = kGroup * kBlock + kGroup * 4;
/** The width of every attention head in every Whisper model. */
constexpr int kHead = 64;
/** How many 32-bit rows go through a product together, so that they stay in the cache. */
constexpr int kRowsF = 48;

/** 8-bit weights: `groups` x `blocks` blocks of kBlockBytes, 64-byte aligned. */
struct Weights8 {
  const uint8_t* data;
  int groups, blocks;
  /** One value per row (for a whole number of groups), or null. */
  const float* bias;
};

/** 8-bit activations: `count` rows of `blocks` blocks. */
struct Rows8 {
  const int8_t* values;
  const float* scales;
  /** Corrects for the weights' offset: the sum of each block's values times -weightOffset. */
  const int32_t* corrections;
  int count;
};

/** 32-bit weights in panels: [groups][columns][16]. */
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
  /** Added to each 8-bit weight: 128 if the processor multiplies unsigned by signed numbers, or else 0. */
  uint8_t weightOffset;
  /** Activations range from -levels to levels: 127, or 63 if two products must fit into 16 bits. */
  int levels;

  /** @param count a multiple of 32. */
  void (*quantize)(const float* x, size_t count, int8_t* values, float* scales, int32_t* corrections);
  /** out[row * stride + m] = bias[m] + weights[m] . x[row], for the groups from `begin` to `end`. */
  void (*product8)(const Weights8& w, int begin, int end, const Rows8& x, float* out, size_t stride);
  /** The same with 32-bit numbers. If `add` is set, it adds to `out` instead of starting from the bias. */
  void (*productF)(const WeightsF& w, const float* x, size_t xStride, int count, float* out, size_t stride,
                   bool add);
  void (*layerNorm)(const float* x, const float* weight, const float* bias, int width, int rows, float* out);
  void (*gelu)(float* x, size_t count);
  void (*add)(float* x, const float* y, size_t count);
  /** Turns x into e^(x - max), and 0 from `count` to `padded` (whole blocks); returns 1 / sum. */
  float (*softmax)(float* x, int count, int padded);
  /** The softmax of x in 8 bits, with the sum in the scales; x stays, with very low values from `count` on. */
  void (*softmax8)(float* x, int count, int padded, int8_t* values, float* scales, int32_t* corrections);
  /** One query over `count` keys and values, which may lie anywhere; `scores` holds count + 16 floats. */
  void (*selfAttention)(const float* q, const float* const* keys, const float* const* values, int count,
                        float* scores, float* out);
  /** log(sum(e^x)). */
  float (*logSumExp)(const float* x, int count);
  /** Finds the `k` greatest, best first; of equal ones, the first. Returns how many there are. */
  int (*best)(const float* x, int count, int k, Candidate* out);
  /** x = max(x, 0) */
  void (*relu)(float* x, size_t count);
  /** sum[i] += the median of x[i] to x[i + 6] */
  void (*addMedians)(const float* x, int count, float* sum);
  /** re[i]^2 + im[i]^2, or its square root. */
  void (*power)(const float* re, const float* im, int count, bool root, float* out);
  /** A step of an LSTM of `width` cells (whole groups), with their gates: input, forget, cell, output. */
  void (*lstm)(const float* gates, int width, float* cell, float* state);
  /** Packs `count` frames of kHead values as Head::values: a row for each value, and zeros up to `padded`. */
  void (*packValues)(const float* v, size_t stride, int count, int padded, uint8_t* out);
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

/** All built-in kernels, the best first. The last are the plain ones, which run everywhere. */
const KernelChoice* kernelChoices(int& count);

/** The best kernels that this processor runs, or those with the given name. @throws std::runtime_error */
const Kernels& chooseKernels(const char* name);

}  // namespace engine
