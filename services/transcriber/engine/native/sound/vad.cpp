#include "vad.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

#include "../errors.hpp"
#include "../model/file.hpp"
#include "mel.hpp"

namespace engine {
namespace {

constexpr int kWave = 256, kStep = 128, kEdge = 64, kBins = 129, kState = 128;
/** The frames of a window: (512 + 2 * 64 - 256) / 128 + 1. */
constexpr int kFrames = 4;
/** How many windows are processed together. */
constexpr int kTogether = kRowsF;

struct Tensor {
  int64_t shape[3];
  std::vector<float> values;
};

std::map<std::string, Tensor> readTensors(ModelFile& file) {
  std::map<std::string, Tensor> tensors;
  while (!file.atEnd()) {
    const TensorHead head = readHead(file);
    if (head.count() > 1'000'000) file.fail(head.name + " is too large");
    std::vector<uint8_t> bytes(rowBytes(file, head, head.count()));
    file.bytes(bytes.data(), bytes.size());
    Tensor tensor{{head.shape[0], head.shape[1], head.shape[2]}, std::vector<float>(head.count())};
    toFloats(head.type, bytes.data(), head.count(), tensor.values.data());
    for (float value : tensor.values)
      if (!std::isfinite(value)) file.fail(head.name + " holds what is not a number");
    tensors[head.name] = std::move(tensor);
  }
  return tensors;
}

const std::vector<float>& take(ModelFile& file, const std::map<std::string, Tensor>& tensors,
                               const std::string& name, int64_t a, int64_t b = 1, int64_t c = 1) {
  const auto found = tensors.find(name);
  if (found == tensors.end()) file.fail("it has no " + name);
  const int64_t* shape = found->second.shape;
  if (shape[0] != a || shape[1] != b || shape[2] != c) file.fail(name + " has another shape");
  return found->second.values;
}

float sigmoid(float x) { return 1.0f / (1.0f + std::exp(-x)); }

}  // namespace

Vad::Vad(const std::string& path, const Kernels& kernels) : kernels_(kernels) {
  ModelFile file(path);
  const std::string type = file.text(file.number(0, 64, "length of a name"));
  if (type != "silero-16k") file.fail("it is not Silero's detector for 16 kHz");
  for (int i = 0; i < 3; ++i) file.number();  // its version
  file.number(kVadFrame, kVadFrame, "window");
  file.number();  // what it calls its context
  const int layers = file.number(4, 4, "number of layers");
  for (int i = 0; i < 3 * layers + 4; ++i) file.number();  // sizes, which the tensors have too
  const auto tensors = readTensors(file);

  // [bin][wave]: first the real parts, then the imaginary ones, each in whole groups.
  const auto& waves = take(file, tensors, "_model.stft.forward_basis_buffer", kWave, 1, 2 * kBins);
  const int side = (int)roundUp(kBins, kGroup);
  std::vector<float> spread((size_t)2 * side * kWave, 0.0f);
  for (int i = 0; i < 2 * kBins; ++i)
    std::copy_n(&waves[(size_t)i * kWave], kWave, &spread[(size_t)(i / kBins * side + i % kBins) * kWave]);
  spectrum_ = MatrixF(2 * side, kWave, spread.data());

  const int sizes[] = {kBins, 128, 64, 64, 128}, steps[] = {1, 2, 2, 1};
  for (int i = 0; i < layers; ++i) {
    const std::string name = "_model.encoder." + std::to_string(i) + ".reparam_conv.";
    const auto& weights = take(file, tensors, name + "weight", 3, sizes[i], sizes[i + 1]);
    const auto& bias = take(file, tensors, name + "bias", sizes[i + 1]);
    // [out][in][3] becomes [out][3][in], to match the frames.
    std::vector<float> moved(weights.size());
    for (int o = 0; o < sizes[i + 1]; ++o)
      for (int c = 0; c < sizes[i]; ++c)
        for (int k = 0; k < 3; ++k)
          moved[((size_t)o * 3 + k) * sizes[i] + c] = weights[((size_t)o * sizes[i] + c) * 3 + k];
    convolutions_.push_back(
        {MatrixF(sizes[i + 1], 3 * sizes[i], moved.data(), bias.data()), sizes[i], sizes[i + 1], steps[i]});
  }

  std::vector<float> bias = take(file, tensors, "_model.decoder.rnn.bias_ih", 4 * kState);
  const auto& more = take(file, tensors, "_model.decoder.rnn.bias_hh", 4 * kState);
  for (int i = 0; i < 4 * kState; ++i) bias[i] += more[i];
  const auto& in = take(file, tensors, "_model.decoder.rnn.weight_ih", kState, 4 * kState);
  const auto& back = take(file, tensors, "_model.decoder.rnn.weight_hh", kState, 4 * kState);
  input_ = MatrixF(4 * kState, kState, in.data(), bias.data());
  memory_ = MatrixF(4 * kState, kState, back.data());
  end_ = take(file, tensors, "_model.decoder.decoder.2.weight", kState);
  endBias_ = take(file, tensors, "_model.decoder.decoder.2.bias", 1)[0];
}

int Vad::convolve(int layer, int windows, int frames) {
  const Convolution& c = convolutions_[layer];
  const int out = (frames - 1) / c.step + 1;
  // A frame of zeros before and after each window's frames.
  const size_t window = (size_t)(frames + 2) * c.in;
  padded_.resize(windows * window);
  for (int w = 0; w < windows; ++w) {
    float* to = padded_.data() + w * window;
    std::fill_n(to, c.in, 0.0f);
    memcpy(to + c.in, frames_.data() + (size_t)w * frames * c.in, sizeof(float) * frames * c.in);
    std::fill_n(to + (size_t)(frames + 1) * c.in, c.in, 0.0f);
  }
  frames_.resize((size_t)windows * out * c.out);
  for (int t = 0; t < out; ++t)
    kernels_.productF(c.matrix.view(), padded_.data() + (size_t)t * c.step * c.in, window, windows,
                      frames_.data() + (size_t)t * c.out, (size_t)out * c.out, false);
  kernels_.relu(frames_.data(), frames_.size());
  return out;
}

std::vector<float> Vad::probabilities(const int16_t* samples, size_t count) {
  const size_t windows = (count + kVadFrame - 1) / kVadFrame;
  std::vector<float> probabilities;
  probabilities.reserve(windows);
  Buffer<float> state(kState), cell(kState);
  std::fill(state.begin(), state.end(), 0.0f);
  std::fill(cell.begin(), cell.end(), 0.0f);
  const int side = (int)roundUp(kBins, kGroup);
  constexpr int kLong = kVadFrame + 2 * kEdge;
  samples_.resize(kTogether * kLong);
  spectra_.resize((size_t)kTogether * kFrames * 2 * side);
  power_.resize(side);
  gates_.resize((size_t)kTogether * 4 * kState);
  for (size_t first = 0; first < windows; first += kTogether) {
    const int n = (int)std::min<size_t>(kTogether, windows - first);
    for (int w = 0; w < n; ++w) {
      float* x = samples_.data() + (size_t)w * kLong;
      for (int i = 0; i < kVadFrame; ++i) {
        const size_t at = (first + w) * kVadFrame + i;
        x[kEdge + i] = at < count ? samples[at] / 32768.0f : 0.0f;
      }
      for (int i = 0; i < kEdge; ++i) {
        x[kEdge - 1 - i] = x[kEdge + 1 + i];
        x[kEdge + kVadFrame + i] = x[kEdge + kVadFrame - 2 - i];
      }
    }
    for (int t = 0; t < kFrames; ++t)
      kernels_.productF(spectrum_.view(), samples_.data() + t * kStep, kLong, n,
                        spectra_.data() + (size_t)t * 2 * side, (size_t)kFrames * 2 * side, false);
    frames_.resize((size_t)n * kFrames * kBins);
    for (int i = 0; i < n * kFrames; ++i) {
      const float* spectrum = spectra_.data() + (size_t)i * 2 * side;
      kernels_.power(spectrum, spectrum + side, kBins, true, frames_.data() + (size_t)i * kBins);
    }
    int frames = kFrames;
    for (int layer = 0; layer < (int)convolutions_.size(); ++layer) frames = convolve(layer, n, frames);
    kernels_.productF(input_.view(), frames_.data(), (size_t)frames * kState, n, gates_.data(), 4 * kState,
                      false);
    for (int w = 0; w < n; ++w) {
      float* gate = gates_.data() + (size_t)w * 4 * kState;
      kernels_.productF(memory_.view(), state.data(), kState, 1, gate, 4 * kState, true);
      kernels_.lstm(gate, kState, cell.data(), state.data());
      float sum = endBias_;
      for (int i = 0; i < kState; ++i) sum += std::max(state[i], 0.0f) * end_[i];
      probabilities.push_back(sigmoid(sum));
    }
  }
  return probabilities;
}

std::vector<Span> speechSpans(const std::vector<float>& probabilities, double threshold) {
  constexpr double kLeastSpeech = 0.25, kLeastSilence = 0.1, kMerged = 0.2, kMargin = 0.03;
  const double low = std::max(threshold - 0.15, 0.01);
  std::vector<Span> spans;
  double start = -1, silence = -1;
  const double end = probabilities.size() * kVadSeconds;
  for (size_t i = 0; i < probabilities.size(); ++i) {
    const double now = i * kVadSeconds;
    if (probabilities[i] >= threshold) {
      if (start < 0) start = now;
      silence = -1;
    } else if (start >= 0 && probabilities[i] < low) {
      if (silence < 0) silence = now;
      if (now - silence < kLeastSilence) continue;
      if (silence - start > kLeastSpeech) spans.push_back({start, silence});
      start = silence = -1;
    }
  }
  if (start >= 0 && end - start > kLeastSpeech) spans.push_back({start, end});
  std::vector<Span> merged;
  for (const Span& span : spans) {
    if (!merged.empty() && span.start - merged.back().end < kMerged)
      merged.back().end = span.end;
    else
      merged.push_back(span);
  }
  for (size_t i = 0; i < merged.size(); ++i) {
    merged[i].start = std::max(0.0, merged[i].start - kMargin);
    merged[i].end = std::min(end, merged[i].end + kMargin);
  }
  return merged;
}

}  // namespace engine
