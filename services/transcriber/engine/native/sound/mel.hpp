// Computes the logarithmic mel spectrogram, Whisper's input.
#pragma once
#include <vector>

#include "../model/matrix.hpp"

namespace engine {

constexpr int kRate = 16'000;
/** The samples from one frame of the spectrogram to the next. */
constexpr int kHop = 160;

class Mel {
 public:
  /** @param filters [bands][201] */
  Mel(const Kernels& kernels, const std::vector<float>& filters, int bands);

  /**
   * Computes a spectrogram of `frames` frames, with a frame of zeros before and after: [frames + 2][bands].
   * @param samples from -32768 to 32767; silence follows them.
   */
  const Buffer<float>& compute(const int16_t* samples, int count, int frames);

 private:
  void fold(const int16_t* samples, int count, int frame, float* even, float* odd, float* evenSine,
            float* oddSine);

  const Kernels& kernels_;
  int bands_;
  std::vector<float> window_;
  MatrixF even_, odd_, evenSine_, oddSine_, filters_;
  Buffer<float> folded_, transformed_, power_, bandsOut_, mel_;
};

}  // namespace engine
