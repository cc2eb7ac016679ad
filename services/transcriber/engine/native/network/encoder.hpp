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
   * Whisper hears 30 s, but most of the silence after a shorter window is skipped: of its frames, after the
   * first 1.28 s, it takes every fourth and counts it four times.
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

  /** The model's position of a frame. */
  int positionOf(int frame) const {
    return frame < dense_ ? frame : dense_ + (frame - dense_) * kThinned + kThinned / 2;
  }

  const Model& model_;
  const Kernels& kernels_;
  Spent& spent_;
  /** How many frames are computed, and how many at the beginning are not thinned. */
  int frames_ = 0, dense_ = 0;
  Mel mel_;
  Activations8 activations_;
  Heads heads_;
  Attender attender_;
  Buffer<float> convolved_, x_, q_, k_, v_, attended_, normed_, wide_, part_;
};

}  // namespace engine
