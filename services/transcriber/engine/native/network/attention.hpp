// Attention in 8 bits: keys and values packed as weights, so that both of its products are the kernels' own.
#pragma once
#include <vector>

#include "../buffer.hpp"

namespace engine {

/** Keys and values of one head. */
struct Head {
  /** A row for each frame. */
  Weights8 keys;
  /** A row for each of the 64 values, a column for each frame. */
  Weights8 values;
  /** What is beyond them, up to a whole block, counts for nothing. */
  int frames;

  int padded() const { return (int)roundUp(frames, kBlock); }
};

/** Any number of heads that look at the same frames, in one piece of memory. */
class Heads {
 public:
  void resize(int count, int frames);
  /** @param k,v rows of this head, `stride` apart */
  void set(const Kernels& kernels, int index, const float* k, const float* v, size_t stride);
  Head operator[](int index) const;
  int frames() const { return frames_; }
  int padded() const { return (int)roundUp(frames_, kBlock); }

 private:
  size_t bytesOfKeys() const { return (size_t)padded() / kGroup * (kHead / kBlock) * kBlockBytes; }
  size_t bytesOfValues() const { return (size_t)kHead / kGroup * (padded() / kBlock) * kBlockBytes; }

  int frames_ = 0;
  Buffer<uint8_t> data_;
  Buffer<float> turned_, scales_;
  Buffer<int8_t> values_;
  Buffer<int32_t> corrections_;
};

/** Looks at a head with some queries; keeps what it needs for that. */
class Attender {
 public:
  /**
   * @param q,out rows of 64, `stride` apart
   * @returns the weights of each query, `padded` apart, and in inverse() what they are to be multiplied by
   */
  const float* look(const Kernels& kernels, const Head& head, const float* q, int count, size_t stride,
                    float* out);
  float inverse(int query) const { return inverse_[query]; }

 private:
  Buffer<float> scores_, scales_;
  Buffer<int8_t> values_;
  Buffer<int32_t> corrections_;
  std::vector<float> inverse_;
};

}  // namespace engine
