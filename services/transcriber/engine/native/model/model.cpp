#include "model.hpp"

#include <cmath>
#include <functional>
#include <map>

#include "file.hpp"

namespace engine {
namespace {

/** The frequency bins of a window of 400 samples. */
constexpr int kBins = 201;
/** The longest token has 128 bytes; this is a safe limit. */
constexpr int kLongestToken = 1024;

Sizes readSizes(ModelFile& file) {
  Sizes s;
  s.vocabulary = file.number(51'864, 60'000, "vocabulary");
  s.audioFrames = file.number(kHead, 1'500, "length of sound");
  s.audioState = file.number(kHead, 1'280, "width");
  s.audioHeads = file.number(1, 20, "number of heads");
  s.audioLayers = file.number(1, 32, "number of layers");
  s.textFrames = file.number(8, 448, "length of text");
  s.textState = file.number(kHead, 1'280, "width");
  s.textHeads = file.number(1, 20, "number of heads");
  s.textLayers = file.number(1, 32, "number of layers");
  s.mels = file.number(80, 128, "number of bands");
  file.number();  // of the weights' type, which every tensor names itself
  if (s.audioState != s.textState || s.audioState != s.audioHeads * kHead || s.textHeads != s.audioHeads)
    file.fail("its widths do not fit each other");
  if (s.mels != 80 && s.mels != 128) file.fail("its number of bands is " + std::to_string(s.mels));
  return s;
}

Vocabulary readVocabulary(ModelFile& file, int size) {
  const int count = file.number(50'000, size, "number of tokens");
  std::vector<std::string> texts;
  for (int i = 0; i < count; ++i)
    texts.push_back(file.text(file.number(0, kLongestToken, "length of a token")));
  return Vocabulary(std::move(texts), size);
}

/** The place of a tensor in the model, and the shape that it must have. */
struct Place {
  int64_t shape[3];
  std::function<void(ModelFile&, const TensorHead&)> read;
};

class Loader {
 public:
  Loader(ModelFile& file, const Kernels& kernels) : file_(file), kernels_(kernels) {}

  void floats(const std::string& name, std::vector<float>& to, int64_t width, int64_t rows = 1) {
    to.assign(width * rows, 0.0f);
    places_[name] = {{width, rows, 1}, [this, &to](ModelFile& file, const TensorHead& head) {
                       readRows(file, head, head.count(), [&](const uint8_t* row, int64_t) {
                         toFloats(head.type, row, head.count(), to.data());
                       });
                       assertNumbers(head, to.data(), to.size());
                     }};
  }

  void norm(const std::string& name, Norm& to, int64_t width) {
    floats(name + ".weight", to.weight, width);
    floats(name + ".bias", to.bias, width);
  }

  void matrix(const std::string& name, Matrix8& to, int64_t rows, int64_t columns) {
    to = Matrix8((int)rows, (int)columns);
    places_[name] = {{columns, rows, 1}, [this, &to](ModelFile& file, const TensorHead& head) {
                       const int64_t width = head.shape[0];
                       std::vector<int8_t> values(width);
                       std::vector<float> scales(width / kBlock);
                       readRows(file, head, width, [&](const uint8_t* row, int64_t r) {
                         toBlocks(head.type, row, width, values.data(), scales.data());
                         assertNumbers(head, scales.data(), scales.size());
                         to.setRow((int)r, values.data(), scales.data(), kernels_.weightOffset);
                       });
                     }};
  }

  void linear(const std::string& name, Matrix8& to, int64_t rows, int64_t columns, bool hasBias = true) {
    matrix(name + ".weight", to, rows, columns);
    if (hasBias) bias(name + ".bias", to, {rows, 1, 1});
  }

  /** Joins three frames of `channels` values into one row: [frame][channel]. */
  void convolution(const std::string& name, Matrix8& to, int64_t rows, int64_t channels) {
    const int64_t width = roundUp(3 * channels, kBlock);
    to = Matrix8((int)rows, (int)width);
    places_[name + ".weight"] = {
        {3, channels, rows}, [this, &to, channels, width](ModelFile& file, const TensorHead& head) {
          std::vector<float> values(3 * channels), moved(width);
          std::vector<int8_t> bytes(width);
          std::vector<float> scales(width / kBlock);
          readRows(file, head, 3 * channels, [&](const uint8_t* row, int64_t r) {
            toFloats(head.type, row, 3 * channels, values.data());
            assertNumbers(head, values.data(), values.size());
            for (int64_t c = 0; c < channels; ++c)
              for (int64_t k = 0; k < 3; ++k) moved[k * channels + c] = values[c * 3 + k];
            toBlocks(0, (const uint8_t*)moved.data(), width, bytes.data(), scales.data());
            to.setRow((int)r, bytes.data(), scales.data(), kernels_.weightOffset);
          });
        }};
    bias(name + ".bias", to, {1, rows, 1});
  }

  void attention(const std::string& prefix, const std::string& name, Attention& to, int64_t width) {
    norm(prefix + name + "_ln", to.norm, width);
    linear(prefix + name + ".query", to.query, width, width);
    linear(prefix + name + ".key", to.key, width, width, false);
    linear(prefix + name + ".value", to.value, width, width);
    linear(prefix + name + ".out", to.out, width, width);
  }

  void perceptron(const std::string& prefix, Perceptron& to, int64_t width) {
    norm(prefix + "mlp_ln", to.norm, width);
    linear(prefix + "mlp.0", to.up, 4 * width, width);
    linear(prefix + "mlp.2", to.down, width, 4 * width);
  }

  /** Reads all tensors, in the order of the file. */
  void read() {
    while (!file_.atEnd()) {
      const TensorHead head = readHead(file_);
      const auto found = places_.find(head.name);
      if (found == places_.end()) file_.fail("it has " + printable(head.name) + ", or has it twice");
      for (int i = 0; i < 3; ++i)
        if (head.shape[i] != found->second.shape[i]) file_.fail(head.name + " has another shape");
      found->second.read(file_, head);
      places_.erase(found);
    }
    if (!places_.empty()) file_.fail("it has no " + places_.begin()->first);
  }

 private:
  void bias(const std::string& name, Matrix8& to, std::vector<int64_t> shape) {
    places_[name] = {{shape[0], shape[1], shape[2]}, [this, &to](ModelFile& file, const TensorHead& head) {
                       std::vector<float> values(head.count());
                       readRows(file, head, head.count(), [&](const uint8_t* row, int64_t) {
                         toFloats(head.type, row, head.count(), values.data());
                       });
                       assertNumbers(head, values.data(), values.size());
                       to.setBias(values.data());
                     }};
  }

  void readRows(ModelFile& file, const TensorHead& head, int64_t width,
                const std::function<void(const uint8_t*, int64_t)>& use) {
    std::vector<uint8_t> row(rowBytes(file, head, width));
    for (int64_t r = 0; r < head.count() / width; ++r) {
      file.bytes(row.data(), row.size());
      use(row.data(), r);
    }
  }

  void assertNumbers(const TensorHead& head, const float* values, size_t count) const {
    for (size_t i = 0; i < count; ++i)
      if (!std::isfinite(values[i])) file_.fail(head.name + " holds what is not a number");
  }

  static std::string printable(std::string text) {
    for (char& c : text)
      if (c < ' ' || c > '~') c = '?';
    return text;
  }

  ModelFile& file_;
  const Kernels& kernels_;
  std::map<std::string, Place> places_;
};

}  // namespace

Model loadModel(const std::string& path, const Kernels& kernels) {
  ModelFile file(path);
  Model m;
  m.sizes = readSizes(file);
  const Sizes& s = m.sizes;
  file.number(s.mels, s.mels, "number of filters");
  m.melBins = file.number(kBins, kBins, "number of bins");
  m.melFilters.resize((size_t)s.mels * m.melBins);
  file.bytes(m.melFilters.data(), m.melFilters.size() * sizeof(float));
  for (float value : m.melFilters)
    if (!std::isfinite(value)) file.fail("its filters hold what is not a number");
  m.vocabulary = readVocabulary(file, s.vocabulary);

  const int64_t width = s.audioState;
  // Check before allocating memory for missing tensors: the smallest type has 18 bytes for 32 weights.
  const int64_t squares = 12 * s.audioLayers + 16 * s.textLayers;
  if (file.size() < (uint64_t)((squares * width + s.vocabulary) * width / 32 * 18))
    file.fail("it is cut off");
  Loader loader(file, kernels);
  loader.floats("encoder.positional_embedding", m.audioPositions, width, s.audioFrames);
  loader.convolution("encoder.conv1", m.convolution1, width, s.mels);
  loader.convolution("encoder.conv2", m.convolution2, width, width);
  m.encoder.resize(s.audioLayers);
  for (int i = 0; i < s.audioLayers; ++i) {
    const std::string prefix = "encoder.blocks." + std::to_string(i) + ".";
    loader.attention(prefix, "attn", m.encoder[i].self, width);
    loader.perceptron(prefix, m.encoder[i].mlp, width);
  }
  loader.norm("encoder.ln_post", m.encoderEnd, width);
  loader.floats("decoder.positional_embedding", m.textPositions, width, s.textFrames);
  loader.matrix("decoder.token_embedding.weight", m.tokens, s.vocabulary, width);
  m.decoder.resize(s.textLayers);
  for (int i = 0; i < s.textLayers; ++i) {
    const std::string prefix = "decoder.blocks." + std::to_string(i) + ".";
    loader.attention(prefix, "attn", m.decoder[i].self, width);
    loader.attention(prefix, "cross_attn", m.decoder[i].cross, width);
    loader.perceptron(prefix, m.decoder[i].mlp, width);
  }
  loader.norm("decoder.ln", m.decoderEnd, width);
  loader.read();
  return m;
}

}  // namespace engine
