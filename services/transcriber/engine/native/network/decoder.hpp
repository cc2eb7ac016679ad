// Whisper's decoder: advances any number of beams and windows by one step.
#pragma once
#include <memory>
#include <vector>

#include "encoder.hpp"

namespace engine {

/** A layer and one of its heads whose attention follows the words. */
struct AlignmentHead {
  int layer, head;
};

struct Alignment {
  std::vector<AlignmentHead> heads;
  /** How many seconds after its beginning the heads attend to a word (measured by forced alignment), or 0. */
  double late;
};

/** OpenAI's alignment heads for this model, or else all in the upper half of the layers. */
Alignment alignmentOf(const Sizes& sizes, bool multilingual);

/** The state of decoding a window: the sound, and the tokens of each lane. A beam writes to a lane. */
class Memory {
 public:
  Memory(const Sizes& sizes, size_t alignmentHeads);

  Heads cross;

  /** Forgets the tokens but keeps the sound. */
  void restart(int lanes) {
    lanes_ = lanes;
    rows_ = 0;
  }
  /** Makes room for one more position, or for `count`. */
  void grow(int count);
  float* keys(int position, int lane, int layer);
  float* values(int position, int lane, int layer) { return keys(position, lane, layer) + width_; }
  /** The attention of an alignment head to each frame that is not thinned, as the upper half of a float. */
  uint16_t* weights(int position, int lane, int head);
  int positions() const { return rows_; }

 private:
  int width_, layers_, heads_;
  int lanes_ = 1, rows_ = 0;
  std::vector<Buffer<float>> states_;
  std::vector<Buffer<uint16_t>> weights_;
};

/** One input token. */
struct Column {
  Memory* memory;
  int position, token;
  /** The lane that it writes to; below, the lane of each earlier position. */
  int lane;
  const uint8_t* lanes;
  bool wantsLogits;
};

class Decoder {
 public:
  Decoder(const Model& model, const Kernels& kernels, Spent& spent, std::vector<AlignmentHead> heads);

  /**
   * Columns with the same memory must be adjacent; those of one lane must be in the order of their
   * positions.
   * @returns rows of logits() values, for the columns that want them.
   */
  float* step(const std::vector<Column>& columns);
  /** The logits of these tokens, which may be special ones, for a column of the last step. */
  std::vector<float> outputs(int column, int firstToken, int count);
  /** The distance between the rows of step, which contain the text tokens and the end of the text. */
  int stride() const { return groups_ * kGroup; }
  const std::vector<AlignmentHead>& heads() const { return heads_; }

 private:
  void selfAttention(const Attention& layer, int index, const std::vector<Column>& columns);
  void crossAttention(const Attention& layer, int index, const std::vector<Column>& columns);
  void keepWeights(const std::vector<Column>& columns, int first, int count, int head, float* scores);
  void project(const Matrix8& matrix, const Rows8& x, float* out) {
    kernels_.product8(matrix.view(), 0, matrix.stride() / kGroup, x, out, matrix.stride());
  }
  void normalize(const Norm& norm, int count);

  const Model& model_;
  const Kernels& kernels_;
  Spent& spent_;
  std::vector<AlignmentHead> heads_;
  int groups_;
  Activations8 activations_;
  Attender attender_;
  Buffer<float> x_, normed_, q_, k_, v_, wide_, scores_, ends_, logits_;
  std::vector<const float*> keys_, values_;
};

}  // namespace engine
