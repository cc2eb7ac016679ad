// Weights in the layout that the kernels need.
#pragma once
#include <cstdint>
#include <vector>

#include "../buffer.hpp"

namespace engine {

/** An 8-bit matrix, with or without a bias. */
class Matrix8 {
 public:
  Matrix8() = default;
  Matrix8(int rows, int columns);

  /** Writes a row of 8-bit weights with a scale per block of 32. @param offset the kernels' weightOffset */
  void setRow(int row, const int8_t* values, const float* scales, uint8_t offset);
  /** Converts a row back to floats. */
  void row(int row, uint8_t offset, float* out) const;

  void setBias(const float* values);
  Weights8 view() const;
  int rows() const { return rows_; }
  int columns() const { return blocks_ * kBlock; }
  /** Rows in whole groups: the distance between the rows of a product. */
  int stride() const { return groups_ * kGroup; }

 private:
  uint8_t* block(int group, int b) { return data_.data() + ((size_t)group * blocks_ + b) * kBlockBytes; }
  const uint8_t* block(int group, int b) const {
    return data_.data() + ((size_t)group * blocks_ + b) * kBlockBytes;
  }

  int rows_ = 0, groups_ = 0, blocks_ = 0;
  Buffer<uint8_t> data_;
  Buffer<float> bias_;
};

/** A 32-bit matrix. */
class MatrixF {
 public:
  MatrixF() = default;
  /** @param values row by row */
  MatrixF(int rows, int columns, const float* values, const float* bias = nullptr);
  WeightsF view() const { return {data_.data(), groups_, columns_, bias_.size() ? bias_.data() : nullptr}; }
  int stride() const { return groups_ * kGroup; }

 private:
  int groups_ = 0, columns_ = 0;
  Buffer<float> data_, bias_;
};

/** Rows of 8-bit activations; filled again for each product's input. */
class Activations8 {
 public:
  /** @param x `count` rows of `width` values, one after the other */
  const Rows8& set(const Kernels& kernels, const float* x, int count, int width);

 private:
  Buffer<int8_t> values_;
  Buffer<float> scales_;
  Buffer<int32_t> corrections_;
  Rows8 view_{};
};

}  // namespace engine
