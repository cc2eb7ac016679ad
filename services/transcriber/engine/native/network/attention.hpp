// 8-bit attention: keys and values are packed like weights, so the kernels' product computes both steps.
#pragma once
#include "../buffer.hpp"

namespace engine {

/** How many frames one of the thinned frames stands for. */
constexpr int kThinned = 4;

/** The keys and values of one head. */
struct Head {
  /** One row per frame. */
  Weights8 keys;
  /** One row for each of the 64 values, one column per frame. */
  Weights8 values;
  /** Frames beyond this, up to a whole block, are ignored. From `dense` on, frames are thinned. */
  int frames, dense;

  int padded() const { return (int)roundUp(frames, kBlock); }
};

/** Any number of heads that attend to the same frames, in one piece of memory. */
class Heads {
 public:
  void resize(int count, int frames, int dense);
  /** @param k,v this head's rows, `stride` apart */
  void set(const Kernels& kernels, int index, const float* k, const float* v, size_t stride);
  Head operator[](int index) const;
  int frames() const { return frames_; }
  /** The frames at the beginning that are not thinned. */
  int dense() const { return dense_; }
  int padded() const { return (int)roundUp(frames_, kBlock); }

 private:
  size_t bytesOfKeys() const { return (size_t)padded() / kGroup * (kHead / kBlock) * kBlockBytes; }
  size_t bytesOfValues() const { return (size_t)kHead / kGroup * (padded() / kBlock) * kBlockBytes; }

  int frames_ = 0, dense_ = 0;
  Buffer<uint8_t> data_;
  Buffer<float> keys_, scales_;
  Buffer<int8_t> keys8_;
  Buffer<int32_t> corrections_;
};

/** Computes the attention of some queries to a head, and keeps the memory that it needs. */
class Attender {
 public:
  /**
   * @param q,out rows of 64, `stride` apart
   * @returns the scores of each query, `padded` apart; their softmax gives its weights. The caller may change
   * them until the next call
   */
  float* look(const Kernels& kernels, const Head& head, const float* q, int count, size_t stride, float* out);

 private:
  Buffer<float> scores_, scales_;
  Buffer<int8_t> values_;
  Buffer<int32_t> corrections_;
};

}  // namespace engine
