#include "attention.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace engine {
namespace {

/** log(kThinned): added to a score, it gives a frame the weight of kThinned frames like it. */
const float kLogThinned = std::log((float)kThinned);

/** Arranges 8-bit rows as the products need them: four bytes of each of 16 rows, side by side. */
void pack(const int8_t* values, const float* scales, int rows, int blocks, uint8_t offset, uint8_t* out) {
  const uint32_t offsets = offset * 0x01010101u;
  for (int row = 0; row < rows; ++row)
    for (int b = 0; b < blocks; ++b) {
      uint8_t* to = out + ((size_t)(row / kGroup) * blocks + b) * kBlockBytes;
      const int8_t* from = values + ((size_t)row * blocks + b) * kBlock;
      const int r = row % kGroup;
      for (int j = 0; j < kBlock / 4; ++j) {
        uint32_t four;
        memcpy(&four, from + 4 * j, 4);
        // Adds 128 to each byte, or nothing, without a carry from one byte to the next.
        four ^= offsets;
        memcpy(to + j * kGroup * 4 + r * 4, &four, 4);
      }
      memcpy(to + kGroup * kBlock + 4 * r, &scales[(size_t)row * blocks + b], 4);
    }
}

}  // namespace

void Heads::resize(int count, int frames, int dense) {
  frames_ = frames;
  dense_ = dense;
  data_.resize(count * (bytesOfKeys() + bytesOfValues()));
}

Head Heads::operator[](int index) const {
  const uint8_t* keys = data_.data() + index * (bytesOfKeys() + bytesOfValues());
  return {{keys, padded() / kGroup, kHead / kBlock, nullptr},
          {keys + bytesOfKeys(), kHead / kGroup, padded() / kBlock, nullptr},
          frames_,
          dense_};
}

void Heads::set(const Kernels& kernels, int index, const float* k, const float* v, size_t stride) {
  const int rows = padded();
  keys_.resize((size_t)rows * kHead);
  keys8_.resize((size_t)rows * kHead);
  scales_.resize((size_t)rows * kHead / kBlock);
  corrections_.resize((size_t)rows * kHead / kBlock);
  uint8_t* to = data_.data() + index * (bytesOfKeys() + bytesOfValues());

  for (int t = 0; t < rows; ++t) {
    float* row = keys_.data() + (size_t)t * kHead;
    if (t < frames_)
      memcpy(row, k + t * stride, sizeof(float) * kHead);
    else
      std::fill_n(row, kHead, 0.0f);
  }
  kernels.quantize(keys_.data(), keys_.size(), keys8_.data(), scales_.data(), corrections_.data());
  pack(keys8_.data(), scales_.data(), rows, kHead / kBlock, kernels.weightOffset, to);

  kernels.packValues(v, stride, frames_, rows, to + bytesOfKeys());
}

float* Attender::look(const Kernels& kernels, const Head& head, const float* q, int count, size_t stride,
                      float* out) {
  const int padded = head.padded(), blocks = padded / kBlock;
  constexpr int kBlocks = kHead / kBlock;
  scores_.resize((size_t)count * padded);
  values_.resize((size_t)count * padded);
  scales_.resize((size_t)count * blocks + kBlocks);
  corrections_.resize((size_t)count * blocks + kBlocks);
  for (int i = 0; i < count; ++i) {
    kernels.quantize(q + i * stride, kHead, values_.data() + i * kHead, scales_.data() + i * kBlocks,
                     corrections_.data() + i * kBlocks);
    // 1 / sqrt(64).
    for (int b = 0; b < kBlocks; ++b) scales_[i * kBlocks + b] *= 0.125f;
  }
  const Rows8 queries{values_.data(), scales_.data(), corrections_.data(), count};
  kernels.product8(head.keys, 0, head.keys.groups, queries, scores_.data(), padded);
  for (int i = 0; i < count; ++i) {
    float* scores = scores_.data() + (size_t)i * padded;
    for (int t = head.dense; t < head.frames; ++t) scores[t] += kLogThinned;
    kernels.softmax8(scores, head.frames, padded, values_.data() + (size_t)i * padded,
                     scales_.data() + (size_t)i * blocks, corrections_.data() + (size_t)i * blocks);
  }
  const Rows8 weights{values_.data(), scales_.data(), corrections_.data(), count};
  kernels.product8(head.values, 0, head.values.groups, weights, out, stride);
  return scores_.data();
}

}  // namespace engine
