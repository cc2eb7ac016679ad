// Reads whole and damaged model files: `models FOLDER` writes small ones with random weights there. It
// needs no real model.
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>

#include "../errors.hpp"
#include "../model/file.hpp"
#include "../sound/vad.hpp"
#include "../transcriber.hpp"
#include "check.hpp"

namespace engine {
namespace {

Checks checks;

constexpr int kF32 = 0, kF16 = 1;
/** The types in whisper.cpp's models, with the bytes of a block of 32. */
const std::pair<int, int> kTypes[] = {{kF16, 64}, {2, 18}, {3, 20}, {6, 22}, {7, 24}, {8, 34}};

/** Writes a file in ggml's format, with small random numbers. */
class Writer {
 public:
  explicit Writer(uint64_t seed) : random_(seed) { number(0x67676d6c); }

  void number(int32_t value) { bytes.append((const char*)&value, 4); }
  void text(const std::string& value) { bytes += value; }

  void tensor(const std::string& name, std::vector<int> shape, int type) {
    heads.push_back(bytes.size());
    number((int)shape.size());
    number((int)name.size());
    number(type);
    size_t count = 1;
    for (int side : shape) number(side), count *= side;
    text(name);
    if (type == kF32) {
      for (size_t i = 0; i < count; ++i) {
        const float value = random_.unit() * 0.2f;
        bytes.append((const char*)&value, 4);
      }
    } else if (type == kF16) {
      for (size_t i = 0; i < count; ++i) half();
    } else {
      const int size = blockBytes(type), halves = type == 3 || type == 7 ? 2 : 1;
      for (size_t b = 0; b < count / 32; ++b) {
        for (int i = 0; i < halves; ++i) half();
        for (int i = 2 * halves; i < size; ++i) bytes += (char)random_.below(256);
      }
    }
  }

  std::string bytes;
  /** Where the tensors begin. */
  std::vector<size_t> heads;

 private:
  static int blockBytes(int type) {
    for (const auto& [known, size] : kTypes)
      if (known == type) return size;
    return 0;
  }
  /** From 2^-10 to 2^-8, positive or negative. */
  void half() {
    const uint16_t value =
        (uint16_t)((random_.below(2) << 15) | (5 + random_.below(2)) << 10 | random_.below(1024));
    bytes.append((const char*)&value, 2);
  }
  Random random_;
};

/** The smallest valid Whisper model: one layer with one head. */
Writer smallModel(int type) {
  constexpr int kWidth = 64, kFrames = 150, kText = 40, kVocabulary = 51'864, kMels = 80;
  Writer w(type + 1);
  for (int n : {kVocabulary, kFrames, kWidth, 1, 1, kText, kWidth, 1, 1, kMels, 1, kMels, 201}) w.number(n);
  for (int i = 0; i < kMels * 201; ++i) {
    const float value = i % 201 == i / 201 * 2 ? 0.02f : 0.0f;
    w.bytes.append((const char*)&value, 4);
  }
  w.number(50'257);
  for (int i = 0; i < 50'257; ++i) {
    const std::string text = (i % 3 ? "" : " ") + std::to_string(i);
    w.number((int)text.size());
    w.text(text);
  }
  auto linear = [&](const std::string& name, int rows, int columns, bool hasBias = true) {
    w.tensor(name + ".weight", {columns, rows}, type);
    if (hasBias) w.tensor(name + ".bias", {rows}, kF32);
  };
  auto norm = [&](const std::string& name) {
    w.tensor(name + ".weight", {kWidth}, kF32);
    w.tensor(name + ".bias", {kWidth}, kF32);
  };
  auto attention = [&](const std::string& name) {
    norm(name + "_ln");
    linear(name + ".query", kWidth, kWidth);
    linear(name + ".key", kWidth, kWidth, false);
    linear(name + ".value", kWidth, kWidth);
    linear(name + ".out", kWidth, kWidth);
  };
  auto mlp = [&](const std::string& prefix) {
    norm(prefix + "mlp_ln");
    linear(prefix + "mlp.0", 4 * kWidth, kWidth);
    linear(prefix + "mlp.2", kWidth, 4 * kWidth);
  };
  w.tensor("encoder.positional_embedding", {kWidth, kFrames}, kF32);
  w.tensor("encoder.conv1.weight", {3, kMels, kWidth}, kF16);
  w.tensor("encoder.conv1.bias", {1, kWidth}, kF32);
  w.tensor("encoder.conv2.weight", {3, kWidth, kWidth}, kF16);
  w.tensor("encoder.conv2.bias", {1, kWidth}, kF32);
  attention("encoder.blocks.0.attn");
  mlp("encoder.blocks.0.");
  norm("encoder.ln_post");
  w.tensor("decoder.positional_embedding", {kWidth, kText}, kF32);
  w.tensor("decoder.token_embedding.weight", {kWidth, kVocabulary}, type);
  attention("decoder.blocks.0.attn");
  attention("decoder.blocks.0.cross_attn");
  mlp("decoder.blocks.0.");
  norm("decoder.ln");
  return w;
}

std::string folder;

std::string save(const std::string& bytes) {
  const std::string path = folder + "/model.bin";
  std::ofstream(path, std::ios::binary).write(bytes.data(), (std::streamsize)bytes.size());
  return path;
}

/** Transcribes a second of noise in two windows. */
std::string hear(const Model& model, const Kernels& kernels, const Settings& settings) {
  Random random(4);
  std::vector<int16_t> samples(kRate);
  for (int16_t& s : samples) s = (int16_t)(random.unit() * 8'000);
  std::string all;
  Transcriber(model, kernels)
      .transcribe(samples, {{0, 0.5}, {0.5, 1}}, {{0, 1}}, settings, [&](const Heard& heard) {
        for (const Word& word : heard.words)
          checks.expect(word.end > word.start && word.start >= heard.window.start - 1e-9,
                        "a word has a length, in its window");
        all += heard.text + "\n";
      });
  return all;
}

void testTypes() {
  int count;
  const KernelChoice* choices = kernelChoices(count);
  for (const auto& [type, size] : kTypes) {
    const std::string path = save(smallModel(type).bytes);
    for (int c = 0; c < count; ++c) {
      // All kernels with one type, and all types with the best kernels.
      if (!choices[c].runs || (type != 8 && choices[c].kernels != &chooseKernels(""))) continue;
      const Model model = loadModel(path, *choices[c].kernels);
      for (int beams : {1, 5}) {
        Settings settings;
        settings.beams = beams;
        settings.temperatures = {0};
        settings.prompt = beams == 5 ? "12 15" : "";
        const std::string text = hear(model, *choices[c].kernels, settings);
        checks.expect(text == hear(model, *choices[c].kernels, settings),
                      "type " + std::to_string(type) + " gives the same again");
      }
    }
  }
  // Reads a row of each type as floats and as blocks; they agree within half an 8-bit step.
  Random random(8);
  for (const auto& [type, size] : kTypes) {
    Writer w(type);
    w.tensor("x", {64, 1}, type);
    const uint8_t* row = (const uint8_t*)w.bytes.data() + w.bytes.size() - 2 * size;
    float floats[64], scales[2];
    int8_t values[64];
    toFloats(type, row, 64, floats);
    toBlocks(type, row, 64, values, scales);
    double most = 0;
    for (int i = 0; i < 64; ++i)
      most =
          std::max(most, std::abs((double)floats[i] - values[i] * scales[i / 32]) / std::abs(scales[i / 32]));
    const bool isExact = type == 2 || type == 6 || type == 8;
    checks.expect(most <= (isExact ? 0 : 0.5001),
                  "type " + std::to_string(type) + " in 8 bits, off by " + std::to_string(most));
  }
}

void testDamaged() {
  const Kernels& kernels = chooseKernels("");
  const Writer whole = smallModel(8);
  checks.expectFailure("a model that is not there", [&] { loadModel(folder + "/none.bin", kernels); });
  checks.expectFailure("a folder", [&] { loadModel(folder, kernels); });
  for (size_t length : {(size_t)0, (size_t)3, (size_t)4, (size_t)40, (size_t)60'000, whole.heads[0] + 5,
                        whole.heads[20], whole.bytes.size() - 1})
    checks.expectFailure("a model of " + std::to_string(length) + " bytes",
                         [&] { loadModel(save(whole.bytes.substr(0, length)), kernels); });
  checks.expectFailure("more than a model", [&] { loadModel(save(whole.bytes + "more"), kernels); });
  std::string twice = whole.bytes + whole.bytes.substr(whole.heads.back());
  checks.expectFailure("a tensor twice", [&] { loadModel(save(twice), kernels); });

  Random random(17);
  int refused = 0, rounds = 60;
  for (int i = 0; i < rounds; ++i) {
    std::string damaged = whole.bytes;
    // Half of the damage is in the sizes, half before a tensor, with numbers that often break programs.
    const size_t at = i % 2 ? 4 + 4 * random.below(14)
                            : whole.heads[random.below(whole.heads.size())] + 4 * random.below(6);
    const int32_t odd[] = {-1, 0, 1, 31, 65, 1 << 20, 1 << 30, INT32_MAX, INT32_MIN, (int32_t)random.next()};
    memcpy(&damaged[at], &odd[random.below(10)], 4);
    try {
      const Model model = loadModel(save(damaged), kernels);
      Settings settings;
      settings.temperatures = {0, 0.4};
      hear(model, kernels, settings);
    } catch (const Failure&) {
      ++refused;
    }
  }
  checks.expect(refused > rounds / 2, "most damaged models are refused, and none does harm");
}

void testDetector(const std::string& path) {
  const Kernels& kernels = chooseKernels("");
  Vad vad(path, kernels);
  std::vector<int16_t> silence(kRate * 2 + 7);
  const std::vector<float> p = vad.probabilities(silence.data(), silence.size());
  bool quiet = p.size() == 63;
  for (float x : p) quiet = quiet && x < 0.2f;
  checks.expect(quiet, "nobody speaks in silence");
  checks.expect(vad.probabilities(nullptr, 0).empty(), "no sound, no probabilities");
  std::ifstream file(path, std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(file)), {});
  for (size_t length : {(size_t)10, (size_t)100, whole.size() / 2, whole.size() - 3})
    checks.expectFailure("a detector of " + std::to_string(length) + " bytes",
                         [&] { Vad(save(whole.substr(0, length)), kernels); });
  Random random(5);
  for (int i = 0; i < 60; ++i) {
    std::string damaged = whole;
    damaged[random.below(300)] = (char)random.below(256);
    try {
      Vad(save(damaged), kernels).probabilities(silence.data(), 5'000);
    } catch (const Failure&) {
      continue;
    }
  }
  checks.expectFailure("a Whisper model as a detector", [&] { Vad(save(smallModel(8).bytes), kernels); });
  checks.expectFailure("a detector as a Whisper model", [&] { loadModel(path, kernels); });
}

}  // namespace
}  // namespace engine

int main(int argc, char** argv) {
  using namespace engine;
  if (argc != 3) return printf("models FOLDER DETECTOR\n"), EXIT_FAILURE;
  folder = argv[1];
  testTypes();
  testDamaged();
  testDetector(argv[2]);
  return checks.end("models");
}
