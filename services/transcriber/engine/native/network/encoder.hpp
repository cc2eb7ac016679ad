// Whisper's encoder: turns a window of sound into the keys and values that the decoder attends to.
#pragma once
#include "../model/model.hpp"
#include "../sound/mel.hpp"
#include "attention.hpp"

namespace engine {

/** The time spent on a window, in seconds of this thread. */
struct Spent {
  double mel = 0, convolution = 0, encoder = 0, attention = 0, cross = 0, decoder = 0, logits = 0, search = 0,
         words = 0, speech = 0;
};

/** The processor time of this process, in seconds. */
double cpuSeconds();

class Encoder {
 public:
  Encoder(const Model& model, const Kernels& kernels, Spent& spent);
  /**
   * @param count at most 30 s of samples
   * @param out all heads of the decoder's first layer, then those of the second, and so on
   */
  void encode(const int16_t* samples, int count, Heads& out);

 private:
  void convolve(const Buffer<float>& mel);
  void attend(const Attention& layer);
  void think(const Perceptron& layer);
  void project(const Matrix8& matrix, const Rows8& x, float* out) {
    kernels_.product8(matrix.view(), 0, matrix.stride() / kGroup, x, out, matrix.stride());
  }

  const Model& model_;
  const Kernels& kernels_;
  Spent& spent_;
  Mel mel_;
  Activations8 activations_;
  Heads heads_;
  Attender attender_;
  Buffer<float> convolved_, x_, q_, k_, v_, attended_, normed_, wide_, part_;
};

}  // namespace engine
