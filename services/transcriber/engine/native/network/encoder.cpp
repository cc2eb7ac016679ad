#include "encoder.hpp"

#include <time.h>

#include <algorithm>
#include <cstring>

namespace engine {
namespace {

/** How many rows go through a layer together, so that they stay in the second-level cache. */
constexpr int kRows = 96;
/** How many queries attend to a head together, so that their weights stay in the cache: 3 times 12 rows. */
constexpr int kQueries = 36;
/** How many frames of silence after a window are not thinned: 1.28 s. */
constexpr int kSilentFrames = 64;
/** The samples of a frame. */
constexpr int kFrameSamples = 2 * kHop;

}  // namespace

double cpuSeconds() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

Encoder::Encoder(const Model& model, const Kernels& kernels, Spent& spent)
    : model_(model), kernels_(kernels), spent_(spent), mel_(kernels, model.melFilters, model.sizes.mels) {
  const size_t frames = model.sizes.audioFrames, width = model.sizes.audioState;
  convolved_.resize((2 * frames + 2) * width);
  for (Buffer<float>* b : {&x_, &q_, &k_, &v_, &attended_}) b->resize(frames * width);
  normed_.resize(kRows * width);
  wide_.resize(kRows * width * 4);
  part_.resize(kRows * std::max<size_t>(3 * width, model.convolution1.columns()));
}

void Encoder::convolve(const Buffer<float>& mel) {
  const int width = model_.sizes.audioState, bands = model_.sizes.mels;
  const int columns = model_.convolution1.columns();
  // One frame of zeros on either side, as in `mel`.
  std::fill(convolved_.begin(), convolved_.begin() + width, 0.0f);
  std::fill(convolved_.end() - width, convolved_.end(), 0.0f);
  for (int first = 0; first < 2 * dense_; first += kRows) {
    const int n = std::min(kRows, 2 * dense_ - first);
    for (int i = 0; i < n; ++i) {
      float* to = part_.data() + (size_t)i * columns;
      memcpy(to, mel.data() + (size_t)(first + i) * bands, sizeof(float) * 3 * bands);
      std::fill(to + 3 * bands, to + columns, 0.0f);
    }
    float* out = convolved_.data() + (size_t)(first + 1) * width;
    project(model_.convolution1, activations_.set(kernels_, part_.data(), n, columns), out);
    kernels_.gelu(out, (size_t)n * width);
  }
  for (int first = 0; first < dense_; first += kRows) {
    const int n = std::min(kRows, dense_ - first);
    // Takes every other frame, with its neighbours.
    for (int i = 0; i < n; ++i)
      memcpy(part_.data() + (size_t)i * 3 * width, convolved_.data() + (size_t)2 * (first + i) * width,
             sizeof(float) * 3 * width);
    float* out = x_.data() + (size_t)first * width;
    project(model_.convolution2, activations_.set(kernels_, part_.data(), n, 3 * width), out);
    kernels_.gelu(out, (size_t)n * width);
  }
  // Silence sounds the same everywhere, before positions are added.
  for (int i = dense_; i < frames_; ++i)
    memcpy(x_.data() + (size_t)i * width, x_.data() + (size_t)(dense_ - 1) * width, sizeof(float) * width);
  for (int i = 0; i < frames_; ++i)
    kernels_.add(x_.data() + (size_t)i * width, model_.audioPositions.data() + (size_t)positionOf(i) * width,
                 width);
}

void Encoder::attend(const Attention& layer) {
  const int width = model_.sizes.audioState;
  for (int first = 0; first < frames_; first += kRows) {
    const int n = std::min(kRows, frames_ - first);
    const size_t at = (size_t)first * width;
    kernels_.layerNorm(x_.data() + at, layer.norm.weight.data(), layer.norm.bias.data(), width, n,
                       normed_.data());
    const Rows8& rows = activations_.set(kernels_, normed_.data(), n, width);
    project(layer.query, rows, q_.data() + at);
    project(layer.key, rows, k_.data() + at);
    project(layer.value, rows, v_.data() + at);
  }
  const double before = cpuSeconds();
  heads_.resize(1, frames_, dense_);
  for (int h = 0; h < width; h += kHead) {
    heads_.set(kernels_, 0, k_.data() + h, v_.data() + h, width);
    for (int first = 0; first < frames_; first += kQueries) {
      const size_t at = (size_t)first * width + h;
      const int n = std::min(kQueries, frames_ - first);
      attender_.look(kernels_, heads_[0], q_.data() + at, n, width, attended_.data() + at);
    }
  }
  spent_.attention += cpuSeconds() - before;
  for (int first = 0; first < frames_; first += kRows) {
    const int n = std::min(kRows, frames_ - first);
    const size_t at = (size_t)first * width;
    project(layer.out, activations_.set(kernels_, attended_.data() + at, n, width), normed_.data());
    kernels_.add(x_.data() + at, normed_.data(), (size_t)n * width);
  }
}

void Encoder::think(const Perceptron& layer) {
  const int width = model_.sizes.audioState;
  for (int first = 0; first < frames_; first += kRows) {
    const int n = std::min(kRows, frames_ - first);
    float* x = x_.data() + (size_t)first * width;
    kernels_.layerNorm(x, layer.norm.weight.data(), layer.norm.bias.data(), width, n, normed_.data());
    project(layer.up, activations_.set(kernels_, normed_.data(), n, width), wide_.data());
    kernels_.gelu(wide_.data(), (size_t)n * width * 4);
    project(layer.down, activations_.set(kernels_, wide_.data(), n, 4 * width), normed_.data());
    kernels_.add(x, normed_.data(), (size_t)n * width);
  }
}

void Encoder::encode(const int16_t* samples, int count, Heads& out) {
  const Sizes& s = model_.sizes;
  const int width = s.audioState;
  dense_ = std::min(s.audioFrames, count / kFrameSamples + kSilentFrames);
  frames_ = dense_ + (s.audioFrames - dense_) / kThinned;
  const double t0 = cpuSeconds();
  const Buffer<float>& mel =
      mel_.compute(samples, std::min(count, s.audioFrames * kFrameSamples), 2 * s.audioFrames);
  const double t1 = cpuSeconds();
  convolve(mel);
  const double t2 = cpuSeconds();
  for (const EncoderLayer& layer : model_.encoder) {
    attend(layer.self);
    think(layer.mlp);
  }
  const double t3 = cpuSeconds();
  out.resize(s.textLayers * s.textHeads, frames_, dense_);
  kernels_.layerNorm(x_.data(), model_.encoderEnd.weight.data(), model_.encoderEnd.bias.data(), width,
                     frames_, attended_.data());
  const Rows8& rows = activations_.set(kernels_, attended_.data(), frames_, width);
  for (int layer = 0; layer < s.textLayers; ++layer) {
    project(model_.decoder[layer].cross.key, rows, k_.data());
    project(model_.decoder[layer].cross.value, rows, v_.data());
    for (int h = 0; h < s.textHeads; ++h)
      out.set(kernels_, layer * s.textHeads + h, k_.data() + h * kHead, v_.data() + h * kHead, width);
  }
  spent_.mel += t1 - t0;
  spent_.convolution += t2 - t1;
  spent_.encoder += t3 - t2;
  spent_.cross += cpuSeconds() - t3;
}

}  // namespace engine
