#include "matrix.hpp"

#include <algorithm>
#include <cstring>

namespace engine {

Matrix8::Matrix8(int rows, int columns)
    : rows_(rows),
      groups_((rows + kGroup - 1) / kGroup),
      blocks_(columns / kBlock),
      data_((size_t)groups_ * blocks_ * kBlockBytes) {
  // Rows that only fill up the last group give 0.
  std::fill(data_.begin(), data_.end(), 0);
}

void Matrix8::setRow(int row, const int8_t* values, const float* scales, uint8_t offset) {
  const int r = row % kGroup;
  for (int b = 0; b < blocks_; ++b) {
    uint8_t* to = block(row / kGroup, b);
    for (int j = 0; j < kBlock / 4; ++j) {
      uint32_t four;
      memcpy(&four, values + b * kBlock + 4 * j, 4);
      // Adds 128 to each byte, or nothing, without a carry from one byte to the next.
      four ^= offset * 0x01010101u;
      memcpy(to + j * kGroup * 4 + r * 4, &four, 4);
    }
    memcpy(to + kGroup * kBlock + 4 * r, scales + b, 4);
  }
}

void Matrix8::row(int row, uint8_t offset, float* out) const {
  const int r = row % kGroup;
  for (int b = 0; b < blocks_; ++b) {
    const uint8_t* from = block(row / kGroup, b);
    float scale;
    memcpy(&scale, from + kGroup * kBlock + 4 * r, 4);
    for (int i = 0; i < kBlock; ++i)
      out[b * kBlock + i] = scale * (int8_t)(uint8_t)(from[i / 4 * kGroup * 4 + r * 4 + i % 4] - offset);
  }
}

void Matrix8::setBias(const float* values) {
  bias_.resize(stride());
  std::fill(bias_.begin(), bias_.end(), 0.0f);
  std::copy(values, values + rows_, bias_.begin());
}

Weights8 Matrix8::view() const {
  return {data_.data(), groups_, blocks_, bias_.size() ? bias_.data() : nullptr};
}

MatrixF::MatrixF(int rows, int columns, const float* values, const float* bias)
    : groups_((rows + kGroup - 1) / kGroup), columns_(columns), data_((size_t)groups_ * kGroup * columns) {
  std::fill(data_.begin(), data_.end(), 0.0f);
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c)
      data_[((size_t)(r / kGroup) * columns + c) * kGroup + r % kGroup] = values[(size_t)r * columns + c];
  if (bias == nullptr) return;
  bias_.resize(stride());
  std::fill(bias_.begin(), bias_.end(), 0.0f);
  std::copy(bias, bias + rows, bias_.begin());
}

const Rows8& Activations8::set(const Kernels& kernels, const float* x, int count, int width) {
  const size_t values = (size_t)count * width;
  values_.resize(values);
  scales_.resize(values / kBlock);
  corrections_.resize(values / kBlock);
  kernels.quantize(x, values, values_.data(), scales_.data(), corrections_.data());
  view_ = {values_.data(), scales_.data(), corrections_.data(), count};
  return view_;
}

}  // namespace engine
