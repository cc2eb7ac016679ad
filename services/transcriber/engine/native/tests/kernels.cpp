// Compares the kernels of this processor with plain sums of doubles: `kernels NAME…`, or all of them.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "../model/matrix.hpp"
#include "../network/attention.hpp"
#include "check.hpp"

namespace engine {
namespace {

Checks checks;

Buffer<float> noise(size_t count, uint64_t seed, float scale = 1) {
  Random random(seed);
  Buffer<float> x(count);
  for (float& value : x) value = random.unit() * scale;
  return x;
}

double furthest(const float* a, const std::vector<double>& b) {
  double most = 0;
  for (size_t i = 0; i < b.size(); ++i) most = std::max(most, std::abs(a[i] - b[i]));
  return most;
}

std::string named(const Kernels& k, const char* what) { return std::string(k.name) + ": " + what; }

/** Compares blocks of 8-bit values with the values that they stand for, and with their corrections. */
void testBlocks(const Kernels& k, const std::string& what, const std::vector<double>& wanted,
                const int8_t* values, const float* scales, const int32_t* corrections) {
  bool near = true, added = true;
  for (size_t b = 0; b < wanted.size() / kBlock; ++b) {
    int sum = 0;
    for (size_t i = kBlock * b; i < kBlock * (b + 1); ++i) {
      near = near && std::abs(values[i] * scales[b] - wanted[i]) <= scales[b] * 0.501f;
      sum += values[i];
    }
    added = added && -sum * k.weightOffset == corrections[b];
  }
  checks.expect(near, named(k, "nearest 8 bits of ") + what);
  checks.expect(added, named(k, "corrections of ") + what);
}

void testQuantize(const Kernels& k) {
  Buffer<float> x = noise(96, 1);
  std::fill_n(x.begin() + 32, 32, 0.0f);
  x[70] = -1000;
  const std::vector<double> wanted(x.begin(), x.end());
  int8_t values[96];
  float scales[3];
  int32_t corrections[3];
  k.quantize(x.data(), 96, values, scales, corrections);
  testBlocks(k, "blocks", wanted, values, scales, corrections);
  checks.expect(values[70] == -k.levels && scales[1] == 0,
                named(k, "the greatest is the last level, nothing is 0"));
}

void testSoftmax8(const Kernels& k) {
  constexpr int kCount = 1210, kPadded = 1216;
  Buffer<float> x = noise(kPadded, 33, 20);
  // A whole block that is all but 0.
  std::fill_n(x.begin() + 64, 32, -60.0f);
  const std::vector<float> before(x.begin(), x.begin() + kCount);
  const double max = *std::max_element(x.begin(), x.begin() + kCount);
  std::vector<double> wanted;
  double sum = 0;
  for (int i = 0; i < kCount; ++i) sum += std::exp(x[i] - max);
  for (int i = 0; i < kPadded; ++i) wanted.push_back(i < kCount ? std::exp(x[i] - max) / sum : 0.0);
  int8_t values[kPadded];
  float scales[kPadded / kBlock];
  int32_t corrections[kPadded / kBlock];
  k.softmax8(x.data(), kCount, kPadded, values, scales, corrections);
  testBlocks(k, "a softmax", wanted, values, scales, corrections);
  checks.expect(std::equal(before.begin(), before.end(), x.begin()), named(k, "the scores stay"));
}

/** 8-bit weights and activations: the sum is exact, except for the order in which blocks are added. */
void testProduct8(const Kernels& k, int rows, int columns, int count, bool hasBias) {
  const int blocks = columns / kBlock;
  Random random(rows * 31 + columns + count);
  Matrix8 matrix(rows, columns);
  std::vector<std::vector<int8_t>> weights(rows, std::vector<int8_t>(columns));
  std::vector<std::vector<float>> weightScales(rows, std::vector<float>(blocks));
  for (int r = 0; r < rows; ++r) {
    // A file may contain -128.
    for (int8_t& w : weights[r]) w = (int8_t)(random.below(256) - 128);
    for (float& s : weightScales[r]) s = random.unit() * 0.01f;
    matrix.setRow(r, weights[r].data(), weightScales[r].data(), k.weightOffset);
  }
  const Buffer<float> bias = noise(rows, 5);
  if (hasBias) matrix.setBias(bias.data());
  Buffer<float> x = noise((size_t)count * columns, 7), out((size_t)count * matrix.stride());
  // The 8-bit extremes, side by side.
  for (int i = 0; i < 32; ++i) x[i] = i % 2 == 0 ? 1.0f : -1.0f;
  Activations8 activations;
  const Rows8& in = activations.set(k, x.data(), count, columns);
  k.product8(matrix.view(), 0, matrix.stride() / kGroup, in, out.data(), matrix.stride());
  double most = 0;
  for (int n = 0; n < count; ++n)
    for (int r = 0; r < rows; ++r) {
      double sum = hasBias ? bias[r] : 0.0;
      for (int b = 0; b < blocks; ++b) {
        int64_t dot = 0;
        for (int i = 0; i < kBlock; ++i)
          dot += weights[r][b * kBlock + i] * in.values[((size_t)n * blocks + b) * kBlock + i];
        sum += (double)dot * weightScales[r][b] * in.scales[n * blocks + b];
      }
      most = std::max(most, std::abs(out[(size_t)n * matrix.stride() + r] - sum));
    }
  checks.expect(most < 1e-4, named(k, "product of 8 bits ") + std::to_string(rows) + " x " +
                                 std::to_string(columns) + " x " + std::to_string(count) + ", off by " +
                                 std::to_string(most));
  std::vector<float> row(columns);
  matrix.row(rows - 1, k.weightOffset, row.data());
  checks.expect(row[0] == weights[rows - 1][0] * weightScales[rows - 1][0], named(k, "a row comes back"));
}

void testProductF(const Kernels& k, int rows, int columns, int count) {
  const Buffer<float> weights = noise((size_t)rows * columns, 11), bias = noise(rows, 12),
                      x = noise((size_t)count * columns, 13);
  const MatrixF matrix(rows, columns, weights.data(), bias.data());
  Buffer<float> out((size_t)count * matrix.stride());
  k.productF(matrix.view(), x.data(), columns, count, out.data(), matrix.stride(), false);
  double most = 0;
  for (int n = 0; n < count; ++n)
    for (int r = 0; r < rows; ++r) {
      double sum = bias[r];
      for (int c = 0; c < columns; ++c)
        sum += (double)weights[(size_t)r * columns + c] * x[(size_t)n * columns + c];
      most = std::max(most, std::abs(out[(size_t)n * matrix.stride() + r] - sum));
    }
  checks.expect(most < 1e-4, named(k, "product of 32 bits, off by ") + std::to_string(most));
}

void testFunctions(const Kernels& k) {
  constexpr int kWidth = 384;
  const Buffer<float> x = noise(2 * kWidth, 21, 5), weight = noise(kWidth, 22), bias = noise(kWidth, 23);
  Buffer<float> out(2 * kWidth);
  k.layerNorm(x.data(), weight.data(), bias.data(), kWidth, 2, out.data());
  std::vector<double> wanted;
  for (int r = 0; r < 2; ++r) {
    double mean = 0, square = 0;
    for (int i = 0; i < kWidth; ++i) mean += x[r * kWidth + i] / (double)kWidth;
    for (int i = 0; i < kWidth; ++i) square += std::pow(x[r * kWidth + i] - mean, 2) / kWidth;
    for (int i = 0; i < kWidth; ++i)
      wanted.push_back((x[r * kWidth + i] - mean) / std::sqrt(square + 1e-5) * weight[i] + bias[i]);
  }
  checks.expect(furthest(out.data(), wanted) < 1e-5, named(k, "layer norm"));

  memcpy(out.data(), x.data(), sizeof(float) * 2 * kWidth);
  out[0] = 100, out[1] = -100;
  wanted.clear();
  for (int i = 0; i < 2 * kWidth; ++i)
    wanted.push_back(0.5 * out[i] *
                     (1 + std::tanh(0.7978845608 * out[i] * (1 + 0.044715 * out[i] * out[i]))));
  k.gelu(out.data(), 2 * kWidth);
  checks.expect(furthest(out.data(), wanted) < 1e-5, named(k, "gelu"));

  Buffer<float> row = noise(64, 31, 20);
  double sum = 0, max = *std::max_element(row.begin(), row.begin() + 50);
  wanted.clear();
  for (int i = 0; i < 50; ++i) sum += std::exp(row[i] - max);
  for (int i = 0; i < 64; ++i) wanted.push_back(i < 50 ? std::exp(row[i] - max) : 0.0);
  const float inverse = k.softmax(row.data(), 50, 64);
  checks.expect(furthest(row.data(), wanted) < 1e-6 && std::abs(inverse * sum - 1) < 1e-5,
                named(k, "softmax"));

  Buffer<float> many = noise(50'257, 41, 10);
  sum = 0;
  for (float value : many) sum += std::exp((double)value);
  checks.expect(std::abs(k.logSumExp(many.data(), 50'257) - std::log(sum)) < 1e-4,
                named(k, "log of a sum of exponentials"));

  many[700] = many[50'256] = 11;
  many[3] = 12;
  Candidate best[4];
  const int found = k.best(many.data(), 50'257, 4, best);
  checks.expect(found == 4 && best[0].token == 3 && best[1].token == 700 && best[2].token == 50'256 &&
                    best[3].value <= 10,
                named(k, "the greatest, of equals the first"));
  std::fill(many.begin(), many.end(), -1e30f);
  checks.expect(k.best(many.data(), 50'257, 4, best) == 0, named(k, "none where all are suppressed"));

  Buffer<float> series = noise(70, 51), medians(64);
  std::fill(medians.begin(), medians.end(), 1.0f);
  k.addMedians(series.data(), 64, medians.data());
  wanted.clear();
  for (int i = 0; i < 64; ++i) {
    std::vector<float> seven(series.begin() + i, series.begin() + i + 7);
    std::nth_element(seven.begin(), seven.begin() + 3, seven.end());
    wanted.push_back(1.0 + seven[3]);
  }
  checks.expect(furthest(medians.data(), wanted) < 1e-6, named(k, "medians of seven"));

  constexpr int kCells = 32;
  const Buffer<float> gates = noise(4 * kCells, 71, 20), before = noise(kCells, 72, 2);
  Buffer<float> cell(kCells), state(kCells);
  std::copy(before.begin(), before.end(), cell.begin());
  k.lstm(gates.data(), kCells, cell.data(), state.data());
  std::vector<double> cells, states;
  auto sigmoid = [&](int at) { return 1 / (1 + std::exp(-(double)gates[at])); };
  for (int i = 0; i < kCells; ++i) {
    cells.push_back(sigmoid(kCells + i) * before[i] + sigmoid(i) * std::tanh(gates[2 * kCells + i]));
    states.push_back(sigmoid(3 * kCells + i) * std::tanh(cells.back()));
  }
  checks.expect(furthest(cell.data(), cells) < 1e-5 && furthest(state.data(), states) < 1e-5,
                named(k, "a step of an LSTM"));
}

/**
 * Compares 8 bits with doubles: they agree within a few hundredths of the values' size.
 * @param dense from this frame on, each frame counts kThinned times in 8 bits
 */
void testAttention(const Kernels& k, int frames, int dense, int count) {
  // Other heads lie between the rows of this one.
  constexpr int kStride = 3 * kHead;
  const Buffer<float> q = noise((size_t)count * kHead, 61, 2), keys = noise((size_t)frames * kStride, 62, 2),
                      values = noise((size_t)frames * kStride, 63);
  Heads heads;
  heads.resize(1, frames, dense);
  heads.set(k, 0, keys.data(), values.data(), kStride);
  Attender attender;
  Buffer<float> out((size_t)count * kHead), own((size_t)count * kHead), scores(frames + 16);
  attender.look(k, heads[0], q.data(), count, kHead, out.data());
  std::vector<const float*> keyRows, valueRows;
  for (int t = 0; t < frames; ++t) {
    keyRows.push_back(keys.data() + (size_t)t * kStride);
    valueRows.push_back(values.data() + (size_t)t * kStride);
  }
  double most8 = 0, mostF = 0;
  for (int n = 0; n < count; ++n) {
    k.selfAttention(q.data() + (size_t)n * kHead, keyRows.data(), valueRows.data(), frames, scores.data(),
                    own.data() + (size_t)n * kHead);
    auto wanted = [&](int times) {
      std::vector<double> means(kHead);
      double sum = 0;
      for (int t = 0; t < frames; ++t) {
        double dot = 0;
        for (int d = 0; d < kHead; ++d) dot += (double)q[n * kHead + d] * keys[t * kStride + d];
        const double weight = std::exp(dot / 8) * (t < dense ? 1 : times);
        sum += weight;
        for (int d = 0; d < kHead; ++d) means[d] += weight * values[t * kStride + d];
      }
      for (double& mean : means) mean /= sum;
      return means;
    };
    most8 = std::max(most8, furthest(out.data() + (size_t)n * kHead, wanted(kThinned)));
    mostF = std::max(mostF, furthest(own.data() + (size_t)n * kHead, wanted(1)));
  }
  checks.expect(most8 < 0.04, named(k, "attention of 8 bits, off by ") + std::to_string(most8));
  checks.expect(mostF < 1e-5, named(k, "attention of 32 bits, off by ") + std::to_string(mostF));
}

void testAll(const Kernels& k) {
  testQuantize(k);
  testSoftmax8(k);
  for (const int count : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 67})
    testProduct8(k, 48, 96, count, count % 2 == 0);
  testProduct8(k, 40, 64, 3, true);
  for (const int count : {1, 7, 13, 50}) testProductF(k, 40, 33, count);
  testProductF(k, 300, 33, 1);
  testFunctions(k);
  testAttention(k, 45, 45, 3);
  testAttention(k, 320, 320, 9);
  testAttention(k, 120, 90, 3);
}

}  // namespace
}  // namespace engine

int main(int argc, char** argv) {
  using namespace engine;
  int count;
  const KernelChoice* choices = kernelChoices(count);
  for (int i = 0; i < count; ++i) {
    const bool wanted =
        argc == 1 || std::find(argv + 1, argv + argc, std::string(choices[i].name)) != argv + argc;
    if (!wanted) continue;
    printf("%s %s\n", choices[i].name, choices[i].runs ? "runs" : "does not run here");
    if (choices[i].runs) testAll(*choices[i].kernels);
  }
  return checks.end("kernels");
}
