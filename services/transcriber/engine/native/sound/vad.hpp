// Silero's voice activity detector: how likely somebody speaks, for each 32 ms.
#pragma once
#include <string>
#include <vector>

#include "../model/matrix.hpp"

namespace engine {

/** Samples that share a probability. */
constexpr int kVadFrame = 512;
constexpr double kVadSeconds = 0.032;

/** Seconds from the start of the sound. */
struct Span {
  double start, end;
};

class Vad {
 public:
  /** @throws Failure for a file that is missing, damaged, or another model. */
  Vad(const std::string& path, const Kernels& kernels);

  /** @param samples from -32768 to 32767 */
  std::vector<float> probabilities(const int16_t* samples, size_t count);

 private:
  /** One convolution of three frames over `frames` of each window; returns how many come out. */
  int convolve(int layer, int windows, int frames);

  const Kernels& kernels_;
  struct Convolution {
    MatrixF matrix;
    int in, out, step;
  };
  MatrixF spectrum_, input_, memory_;
  std::vector<Convolution> convolutions_;
  std::vector<float> end_;
  float endBias_ = 0;
  Buffer<float> samples_, spectra_, power_, padded_, frames_, gates_, fed_;
};

/**
 * Where somebody speaks: from the threshold on, until 0.15 below it for 0.1 s. What is shorter than 0.25 s is
 * none, pauses below 0.2 s are none, and 0.03 s more on either side, as whisper.cpp has it.
 */
std::vector<Span> speechSpans(const std::vector<float>& probabilities, double threshold);

}  // namespace engine
