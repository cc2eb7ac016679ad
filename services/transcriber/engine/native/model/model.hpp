// A Whisper model in memory: its sizes, its weights packed for this processor's kernels, its vocabulary.
#pragma once
#include <string>
#include <vector>

#include "matrix.hpp"
#include "vocabulary.hpp"

namespace engine {

struct Sizes {
  int vocabulary, audioFrames, audioState, audioHeads, audioLayers;
  int textFrames, textState, textHeads, textLayers, mels;
};

struct Norm {
  std::vector<float> weight, bias;
};

struct Attention {
  Norm norm;
  Matrix8 query, key, value, out;
};

struct Perceptron {
  Norm norm;
  Matrix8 up, down;
};

struct EncoderLayer {
  Attention self;
  Perceptron mlp;
};

struct DecoderLayer {
  Attention self, cross;
  Perceptron mlp;
};

struct Model {
  Sizes sizes;
  Vocabulary vocabulary;
  /** [mels][201], as in the file. */
  std::vector<float> melFilters;
  int melBins;

  /** [frames][state] */
  std::vector<float> audioPositions, textPositions;
  Matrix8 convolution1, convolution2;
  std::vector<EncoderLayer> encoder;
  Norm encoderEnd;
  Matrix8 tokens;
  std::vector<DecoderLayer> decoder;
  Norm decoderEnd;
};

/** @throws Failure if the file is missing, damaged, or not a Whisper model. */
Model loadModel(const std::string& path, const Kernels& kernels);

}  // namespace engine
