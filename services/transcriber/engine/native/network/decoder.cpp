#include "decoder.hpp"

#include <algorithm>
#include <cstring>

namespace engine {
namespace {

using AlignmentHeads = std::vector<AlignmentHead>;

struct Published {
  int encoderLayers, decoderLayers;
  bool multilingual;
  int mels;
  AlignmentHeads heads;
  double late = 0;
};

/** openai/whisper, __init__.py, _ALIGNMENT_HEADS. large-v1 cannot be told from -v2, so it gets v2's. */
const std::vector<Published>& published() {
  static const std::vector<Published> all = {
      {4, 4, false, 80, {{1, 0}, {2, 0}, {2, 5}, {3, 0}, {3, 1}, {3, 2}, {3, 3}, {3, 4}}, 0.1},
      {4, 4, true, 80, {{2, 2}, {3, 0}, {3, 2}, {3, 3}, {3, 4}, {3, 5}}},
      {6, 6, false, 80, {{3, 3}, {4, 7}, {5, 1}, {5, 5}, {5, 7}}},
      {6, 6, true, 80, {{3, 1}, {4, 2}, {4, 3}, {4, 7}, {5, 1}, {5, 2}, {5, 4}, {5, 6}}, -0.05},
      {12,
       12,
       false,
       80,
       {{6, 6},
        {7, 0},
        {7, 3},
        {7, 8},
        {8, 2},
        {8, 5},
        {8, 7},
        {9, 0},
        {9, 4},
        {9, 8},
        {9, 10},
        {10, 0},
        {10, 1},
        {10, 2},
        {10, 3},
        {10, 6},
        {10, 11},
        {11, 2},
        {11, 4}}},
      {12, 12, true, 80, {{5, 3}, {5, 9}, {8, 0}, {8, 4}, {8, 7}, {8, 8}, {9, 0}, {9, 7}, {9, 9}, {10, 5}}},
      {24,
       24,
       false,
       80,
       {{11, 4},
        {14, 1},
        {14, 12},
        {14, 14},
        {15, 4},
        {16, 0},
        {16, 4},
        {16, 9},
        {17, 12},
        {17, 14},
        {18, 7},
        {18, 10},
        {18, 15},
        {20, 0},
        {20, 3},
        {20, 9},
        {20, 14},
        {21, 12}}},
      {24, 24, true, 80, {{13, 15}, {15, 4}, {15, 15}, {16, 1}, {20, 0}, {23, 4}}},
      {32, 32, true, 80, {{10, 12}, {13, 17}, {16, 11}, {16, 12}, {16, 13}, {17, 15}, {17, 16}, {18, 4},
                          {18, 11}, {18, 19}, {19, 11}, {21, 2},  {21, 3},  {22, 3},  {22, 9},  {22, 12},
                          {23, 5},  {23, 7},  {23, 13}, {25, 5},  {26, 1},  {26, 12}, {27, 15}}},
      {32,
       32,
       true,
       128,
       {{7, 0}, {10, 17}, {12, 18}, {13, 12}, {16, 1}, {17, 14}, {19, 11}, {21, 4}, {24, 1}, {25, 6}}},
      {32, 4, true, 128, {{2, 4}, {2, 11}, {3, 3}, {3, 6}, {3, 11}, {3, 14}}},
  };
  return all;
}

uint16_t upperHalf(float x) {
  uint32_t bits;
  memcpy(&bits, &x, 4);
  return (uint16_t)(bits >> 16);
}

}  // namespace

Alignment alignmentOf(const Sizes& s, bool multilingual) {
  for (const Published& p : published())
    if (p.encoderLayers == s.audioLayers && p.decoderLayers == s.textLayers &&
        p.multilingual == multilingual && p.mels == s.mels && p.heads.back().head < s.textHeads)
      return {p.heads, p.late};
  AlignmentHeads heads;
  for (int layer = s.textLayers / 2; layer < s.textLayers; ++layer)
    for (int head = 0; head < s.textHeads; ++head) heads.push_back({layer, head});
  return {heads, 0};
}

Memory::Memory(const Sizes& sizes, size_t alignmentHeads)
    : width_(sizes.textState), layers_(sizes.textLayers), heads_((int)alignmentHeads) {}

void Memory::grow(int count) {
  rows_ += count;
  if ((int)states_.size() < rows_) {
    states_.resize(rows_);
    weights_.resize(rows_);
  }
  for (int i = rows_ - count; i < rows_; ++i) states_[i].resize((size_t)lanes_ * layers_ * width_ * 2);
}

float* Memory::keys(int position, int lane, int layer) {
  return states_[position].data() + ((size_t)lane * layers_ + layer) * width_ * 2;
}

uint16_t* Memory::weights(int position, int lane, int head) {
  const size_t frames = cross.dense();
  Buffer<uint16_t>& row = weights_[position];
  if (row.size() != frames * lanes_ * heads_) row.resize(frames * lanes_ * heads_);
  return row.data() + ((size_t)lane * heads_ + head) * frames;
}

Decoder::Decoder(const Model& model, const Kernels& kernels, Spent& spent, AlignmentHeads heads)
    : model_(model),
      kernels_(kernels),
      spent_(spent),
      heads_(std::move(heads)),
      groups_((model.vocabulary.endOfText() + kGroup) / kGroup) {}

void Decoder::normalize(const Norm& norm, int count) {
  kernels_.layerNorm(x_.data(), norm.weight.data(), norm.bias.data(), model_.sizes.textState, count,
                     normed_.data());
}

void Decoder::selfAttention(const Attention& layer, int index, const std::vector<Column>& columns) {
  const int width = model_.sizes.textState, count = (int)columns.size();
  normalize(layer.norm, count);
  const Rows8& rows = activations_.set(kernels_, normed_.data(), count, width);
  project(layer.query, rows, q_.data());
  project(layer.key, rows, k_.data());
  project(layer.value, rows, v_.data());
  for (int n = 0; n < count; ++n) {
    const Column& c = columns[n];
    memcpy(c.memory->keys(c.position, c.lane, index), k_.data() + (size_t)n * width, sizeof(float) * width);
    memcpy(c.memory->values(c.position, c.lane, index), v_.data() + (size_t)n * width, sizeof(float) * width);
  }
  for (int n = 0; n < count; ++n) {
    const Column& c = columns[n];
    const int length = c.position + 1;
    for (int h = 0; h < width; h += kHead) {
      for (int j = 0; j < length; ++j) {
        const int lane = j == c.position ? c.lane : c.lanes[j];
        keys_[j] = c.memory->keys(j, lane, index) + h;
        values_[j] = c.memory->values(j, lane, index) + h;
      }
      kernels_.selfAttention(q_.data() + (size_t)n * width + h, keys_.data(), values_.data(), length,
                             scores_.data(), normed_.data() + (size_t)n * width + h);
    }
  }
}

void Decoder::crossAttention(const Attention& layer, int index, const std::vector<Column>& columns) {
  const int width = model_.sizes.textState, count = (int)columns.size();
  normalize(layer.norm, count);
  project(layer.query, activations_.set(kernels_, normed_.data(), count, width), q_.data());
  for (int first = 0, n; first < count; first += n) {
    Memory& memory = *columns[first].memory;
    for (n = 1; first + n < count && columns[first + n].memory == &memory;) ++n;
    const size_t at = (size_t)first * width;
    for (int h = 0; h < model_.sizes.textHeads; ++h) {
      const Head head = memory.cross[index * model_.sizes.textHeads + h];
      float* scores = attender_.look(kernels_, head, q_.data() + at + h * kHead, n, width,
                                     normed_.data() + at + h * kHead);
      for (size_t a = 0; a < heads_.size(); ++a)
        if (heads_[a].layer == index && heads_[a].head == h) keepWeights(columns, first, n, (int)a, scores);
    }
  }
}

void Decoder::keepWeights(const std::vector<Column>& columns, int first, int count, int head, float* scores) {
  for (int i = 0; i < count; ++i) {
    const Column& c = columns[first + i];
    if (!c.wantsLogits) continue;
    uint16_t* to = c.memory->weights(c.position, c.lane, head);
    const Heads& cross = c.memory->cross;
    float* weights = scores + (size_t)i * cross.padded();
    const float inverse = kernels_.softmax(weights, cross.frames(), cross.padded());
    for (int t = 0; t < cross.dense(); ++t) to[t] = upperHalf(weights[t] * inverse);
  }
}

float* Decoder::step(const std::vector<Column>& columns) {
  const Sizes& s = model_.sizes;
  const int width = s.textState, count = (int)columns.size();
  const double before = cpuSeconds();
  const size_t values = (size_t)count * width;
  for (Buffer<float>* b : {&x_, &normed_, &q_, &k_, &v_}) b->resize(values);
  wide_.resize(4 * values);
  scores_.resize(s.textFrames + 16);
  keys_.resize(s.textFrames);
  values_.resize(s.textFrames);
  for (int n = 0; n < count; ++n) {
    float* x = x_.data() + (size_t)n * width;
    model_.tokens.row(columns[n].token, kernels_.weightOffset, x);
    kernels_.add(x, model_.textPositions.data() + (size_t)columns[n].position * width, width);
  }
  for (int i = 0; i < s.textLayers; ++i) {
    const DecoderLayer& layer = model_.decoder[i];
    for (const bool isCross : {false, true}) {
      const Attention& attention = isCross ? layer.cross : layer.self;
      if (isCross)
        crossAttention(attention, i, columns);
      else
        selfAttention(attention, i, columns);
      project(attention.out, activations_.set(kernels_, normed_.data(), count, width), q_.data());
      kernels_.add(x_.data(), q_.data(), values);
    }
    normalize(layer.mlp.norm, count);
    project(layer.mlp.up, activations_.set(kernels_, normed_.data(), count, width), wide_.data());
    kernels_.gelu(wide_.data(), 4 * values);
    project(layer.mlp.down, activations_.set(kernels_, wide_.data(), count, 4 * width), q_.data());
    kernels_.add(x_.data(), q_.data(), values);
  }
  normalize(model_.decoderEnd, count);
  const double middle = cpuSeconds();
  int wanted = 0;
  ends_.resize(values);
  for (int n = 0; n < count; ++n)
    if (columns[n].wantsLogits)
      memcpy(ends_.data() + (size_t)wanted++ * width, normed_.data() + (size_t)n * width,
             sizeof(float) * width);
  logits_.resize((size_t)std::max(1, wanted) * stride());
  if (wanted > 0)
    kernels_.product8(model_.tokens.view(), 0, groups_,
                      activations_.set(kernels_, ends_.data(), wanted, width), logits_.data(), stride());
  spent_.decoder += middle - before;
  spent_.logits += cpuSeconds() - middle;
  return logits_.data();
}

std::vector<float> Decoder::outputs(int column, int firstToken, int count) {
  const int width = model_.sizes.textState, stride = model_.tokens.stride();
  const int begin = firstToken / kGroup,
            end = std::min((firstToken + count + kGroup - 1) / kGroup, stride / kGroup);
  Buffer<float> out(stride);
  const Rows8& row = activations_.set(kernels_, normed_.data() + (size_t)column * width, 1, width);
  kernels_.product8(model_.tokens.view(), begin, end, row, out.data(), stride);
  return std::vector<float>(out.data() + firstToken, out.data() + firstToken + count);
}

}  // namespace engine
