// Silero's voice activity detector: the probability of speech, for every 32 ms.
#pragma once
#include <string>
#include <vector>

#include "../model/matrix.hpp"

namespace engine {

/** How many samples share a probability. */
constexpr int kVadFrame = 512;
constexpr double kVadSeconds = 0.032;

/** Seconds from the start of the sound. */
struct Span {
  double start, end;
};

class Vad {
 public:
  /** @throws Failure if the file is missing, damaged, or another model. */
  Vad(const std::string& path, const Kernels& kernels);

  /** @param samples from -32768 to 32767 */
  std::vector<float> probabilities(const int16_t* samples, size_t count);

 private:
  /** Convolves three frames at a time over the `frames` of each window; returns how many frames result. */
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
  Buffer<float> samples_, spectra_, power_, padded_, frames_, gates_;
};

/**
 * Where somebody speaks: from the threshold on, until 0.1 s of 0.15 below it. Ignores speech shorter than
 * 0.25 s and pauses shorter than 0.2 s, and adds 0.03 s on either side, as in whisper.cpp.
 */
std::vector<Span> speechSpans(const std::vector<float>& probabilities, double threshold);

}  // namespace engine
