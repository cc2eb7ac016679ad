// Whisper's encoder: a window of sound becomes the keys and values that the decoder looks at.
#pragma once
#include "../model/model.hpp"
#include "../sound/mel.hpp"

namespace engine {

/** Keys and values of the cross-attention, of all layers and heads, in 8 bits. */
class CrossCache {
 public:
  void resize(int layers, int heads, int frames);
  CrossHead head(int layer, int h) const;
  /** Takes one row of keys and values of a layer, all heads of it. */
  void set(int layer, int frame, const float* keys, const float* values);
  int frames() const { return frames_; }
  int padded() const { return padded_; }

 private:
  int heads_ = 0, frames_ = 0, padded_ = 0;
  Buffer<int8_t> keys_, values_;
  Buffer<float> keyScales_, valueScales_;
};

/** Where the time of a window went, in seconds of this thread. */
struct Spent {
  double mel = 0, convolution = 0, encoder = 0, attention = 0, cross = 0, decoder = 0, logits = 0, search = 0,
         words = 0, speech = 0;
};

/** Seconds that this process has computed. */
double cpuSeconds();

class Encoder {
 public:
  Encoder(const Model& model, const Kernels& kernels, Spent& spent);
  /** @param count at most 30 s of samples */
  void encode(const int16_t* samples, int count, CrossCache& out);

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
  Buffer<float> convolved_, x_, q_, k_, v_, attended_, scratch_, normed_, wide_, part_;
};

}  // namespace engine
