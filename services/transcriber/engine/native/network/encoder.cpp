#include "encoder.hpp"

#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace engine {
namespace {

/** Rows that go through a layer together: what they need between two products stays in the second cache. */
constexpr int kRows = 96;

}  // namespace

double cpuSeconds() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

void CrossCache::resize(int layers, int heads, int frames) {
  heads_ = heads;
  frames_ = frames;
  padded_ = (int)roundUp(frames, kTile);
  const size_t rows = (size_t)layers * heads * padded_;
  if (keys_.size() == rows * kHead) return;
  keys_.resize(rows * kHead);
  values_.resize(rows * kHead);
  keyScales_.resize(rows);
  valueScales_.resize(rows);
  std::fill(keys_.begin(), keys_.end(), 0);
  std::fill(values_.begin(), values_.end(), 0);
  std::fill(keyScales_.begin(), keyScales_.end(), 0.0f);
  std::fill(valueScales_.begin(), valueScales_.end(), 0.0f);
}

CrossHead CrossCache::head(int layer, int h) const {
  const size_t row = ((size_t)layer * heads_ + h) * padded_;
  return {keys_.data() + row * kHead,
          values_.data() + row * kHead,
          keyScales_.data() + row,
          valueScales_.data() + row,
          frames_,
          padded_};
}

void CrossCache::set(int layer, int frame, const float* keys, const float* values) {
  auto most = [](const float* x) {
    float m = 1e-9f;
    for (int d = 0; d < kHead; ++d) m = std::max(m, std::fabs(x[d]));
    return m;
  };
  for (int h = 0; h < heads_; ++h, keys += kHead, values += kHead) {
    const size_t row = ((size_t)layer * heads_ + h) * padded_;
    const float key = most(keys), value = most(values);
    keyScales_[row + frame] = key / 127.0f;
    valueScales_[row + frame] = value / 127.0f;
    int8_t* k = keys_.data() + row * kHead + (size_t)(frame / kTile) * kTile * kHead + frame % kTile;
    int8_t* v = values_.data() + (row + frame) * kHead;
    for (int d = 0; d < kHead; ++d) {
      k[d * kTile] = (int8_t)std::lrint(keys[d] * (127.0f / key));
      v[d] = (int8_t)std::lrint(values[d] * (127.0f / value));
    }
  }
}

Encoder::Encoder(const Model& model, const Kernels& kernels, Spent& spent)
    : model_(model), kernels_(kernels), spent_(spent), mel_(kernels, model.melFilters, model.sizes.mels) {
  const size_t frames = model.sizes.audioFrames, width = model.sizes.audioState;
  convolved_.resize((2 * frames + 2) * width);
  for (Buffer<float>* b : {&x_, &q_, &k_, &v_, &attended_}) b->resize(frames * width);
  scratch_.resize(attentionScratch((int)frames));
  normed_.resize(kRows * width);
  wide_.resize(kRows * width * 4);
  part_.resize(kRows * std::max<size_t>(3 * width, model.convolution1.columns()));
}

void Encoder::convolve(const Buffer<float>& mel) {
  const int frames = model_.sizes.audioFrames, width = model_.sizes.audioState, bands = model_.sizes.mels;
  const int columns = model_.convolution1.columns();
  // A frame of zeros on either side, as in `mel`.
  std::fill(convolved_.begin(), convolved_.begin() + width, 0.0f);
  std::fill(convolved_.end() - width, convolved_.end(), 0.0f);
  for (int first = 0; first < 2 * frames; first += kRows) {
    const int n = std::min(kRows, 2 * frames - first);
    for (int i = 0; i < n; ++i) {
      float* to = part_.data() + (size_t)i * columns;
      memcpy(to, mel.data() + (size_t)(first + i) * bands, sizeof(float) * 3 * bands);
      std::fill(to + 3 * bands, to + columns, 0.0f);
    }
    float* out = convolved_.data() + (size_t)(first + 1) * width;
    project(model_.convolution1, activations_.set(kernels_, part_.data(), n, columns), out);
    kernels_.gelu(out, (size_t)n * width);
  }
  for (int first = 0; first < frames; first += kRows) {
    const int n = std::min(kRows, frames - first);
    // Every other frame, with its neighbours.
    for (int i = 0; i < n; ++i)
      memcpy(part_.data() + (size_t)i * 3 * width, convolved_.data() + (size_t)2 * (first + i) * width,
             sizeof(float) * 3 * width);
    float* out = x_.data() + (size_t)first * width;
    project(model_.convolution2, activations_.set(kernels_, part_.data(), n, 3 * width), out);
    kernels_.gelu(out, (size_t)n * width);
    kernels_.add(out, model_.audioPositions.data() + (size_t)first * width, (size_t)n * width);
  }
}

void Encoder::attend(const Attention& layer) {
  const int frames = model_.sizes.audioFrames, width = model_.sizes.audioState;
  for (int first = 0; first < frames; first += kRows) {
    const int n = std::min(kRows, frames - first);
    const size_t at = (size_t)first * width;
    kernels_.layerNorm(x_.data() + at, layer.norm.weight.data(), layer.norm.bias.data(), width, n,
                       normed_.data());
    const Rows8& rows = activations_.set(kernels_, normed_.data(), n, width);
    project(layer.query, rows, q_.data() + at);
    project(layer.key, rows, k_.data() + at);
    project(layer.value, rows, v_.data() + at);
  }
  const double before = cpuSeconds();
  for (int h = 0; h < width; h += kHead)
    kernels_.attention(q_.data() + h, k_.data() + h, v_.data() + h, width, frames, scratch_.data(),
                       attended_.data() + h);
  spent_.attention += cpuSeconds() - before;
  for (int first = 0; first < frames; first += kRows) {
    const int n = std::min(kRows, frames - first);
    const size_t at = (size_t)first * width;
    project(layer.out, activations_.set(kernels_, attended_.data() + at, n, width), normed_.data());
    kernels_.add(x_.data() + at, normed_.data(), (size_t)n * width);
  }
}

void Encoder::think(const Perceptron& layer) {
  const int frames = model_.sizes.audioFrames, width = model_.sizes.audioState;
  for (int first = 0; first < frames; first += kRows) {
    const int n = std::min(kRows, frames - first);
    float* x = x_.data() + (size_t)first * width;
    kernels_.layerNorm(x, layer.norm.weight.data(), layer.norm.bias.data(), width, n, normed_.data());
    project(layer.up, activations_.set(kernels_, normed_.data(), n, width), wide_.data());
    kernels_.gelu(wide_.data(), (size_t)n * width * 4);
    project(layer.down, activations_.set(kernels_, wide_.data(), n, 4 * width), normed_.data());
    kernels_.add(x, normed_.data(), (size_t)n * width);
  }
}

void Encoder::encode(const int16_t* samples, int count, CrossCache& out) {
  const Sizes& s = model_.sizes;
  const int frames = s.audioFrames, width = s.audioState;
  const double t0 = cpuSeconds();
  const Buffer<float>& mel = mel_.compute(samples, std::min(count, 2 * frames * kHop), 2 * frames);
  const double t1 = cpuSeconds();
  convolve(mel);
  const double t2 = cpuSeconds();
  for (const EncoderLayer& layer : model_.encoder) {
    attend(layer.self);
    think(layer.mlp);
  }
  const double t3 = cpuSeconds();
  out.resize(s.textLayers, s.textHeads, frames);
  for (int first = 0; first < frames; first += kRows) {
    const int n = std::min(kRows, frames - first);
    kernels_.layerNorm(x_.data() + (size_t)first * width, model_.encoderEnd.weight.data(),
                       model_.encoderEnd.bias.data(), width, n, normed_.data());
    const Rows8& rows = activations_.set(kernels_, normed_.data(), n, width);
    for (int layer = 0; layer < s.textLayers; ++layer) {
      project(model_.decoder[layer].cross.key, rows, k_.data());
      project(model_.decoder[layer].cross.value, rows, v_.data());
      for (int i = 0; i < n; ++i)
        out.set(layer, first + i, k_.data() + (size_t)i * width, v_.data() + (size_t)i * width);
    }
  }
  spent_.mel += t1 - t0;
  spent_.convolution += t2 - t1;
  spent_.encoder += t3 - t2;
  spent_.cross += cpuSeconds() - t3;
}

}  // namespace engine
