#include "mel.hpp"

#include <algorithm>
#include <cmath>

namespace engine {
namespace {

constexpr int kWindow = 400, kQuarter = 100, kBins = 201;
/** 101 cosines of even bins, or 100 of odd ones, in whole groups. */
constexpr int kSide = 112;
constexpr double kTurn = 2 * 3.14159265358979323846 / kWindow;

/**
 * The Fourier transform of 400 samples as four products of about 100 x 100. A cosine has the same value at
 * n and 400 - n, and also at 200 - n except for the sign, which depends on whether the bin is even. So the
 * samples are first added or subtracted in pairs.
 */
MatrixF waves(int firstBin, bool sine) {
  std::vector<float> values(kSide * (kQuarter + 1), 0.0f);
  for (int bin = firstBin, row = 0; bin < kBins; bin += 2, ++row)
    for (int n = 0; n <= kQuarter; ++n)
      values[row * (kQuarter + 1) + n] =
          (float)(sine ? std::sin(kTurn * (bin * n % kWindow)) : std::cos(kTurn * (bin * n % kWindow)));
  return MatrixF(kSide, kQuarter + 1, values.data());
}

/** Sorts the filters with the even bins first, as the products return them. */
MatrixF sorted(const std::vector<float>& filters, int bands) {
  std::vector<float> values((size_t)bands * 2 * kSide, 0.0f);
  for (int band = 0; band < bands; ++band)
    for (int bin = 0; bin < kBins; ++bin)
      values[(size_t)band * 2 * kSide + bin % 2 * kSide + bin / 2] = filters[(size_t)band * kBins + bin];
  return MatrixF(bands, 2 * kSide, values.data());
}

}  // namespace

Mel::Mel(const Kernels& kernels, const std::vector<float>& filters, int bands)
    : kernels_(kernels),
      bands_(bands),
      even_(waves(0, false)),
      odd_(waves(1, false)),
      evenSine_(waves(0, true)),
      oddSine_(waves(1, true)),
      filters_(sorted(filters, bands)) {
  for (int i = 0; i < kWindow; ++i) window_.push_back((float)((0.5 - 0.5 * std::cos(kTurn * i)) / 32768.0));
  constexpr int n = kRowsF;
  folded_.resize(4 * n * (kQuarter + 1));
  transformed_.resize(4 * n * kSide);
  power_.resize(n * 2 * kSide);
  bandsOut_.resize((size_t)n * filters_.stride());
}

void Mel::fold(const int16_t* samples, int count, int frame, float* even, float* odd, float* evenSine,
               float* oddSine) {
  float x[kWindow];
  const int first = frame * kHop - kWindow / 2;
  for (int i = 0; i < kWindow; ++i) {
    // The sound is mirrored before its start, and silent after its end.
    const int at = std::abs(first + i);
    x[i] = at < count ? samples[at] * window_[i] : 0.0f;
  }
  auto sum = [&](int n) { return n == 0 || n == 200 ? x[n] : x[n] + x[kWindow - n]; };
  auto difference = [&](int n) { return n == 0 || n == 200 ? 0.0f : x[n] - x[kWindow - n]; };
  for (int n = 0; n < kQuarter; ++n) {
    even[n] = sum(n) + sum(200 - n);
    odd[n] = sum(n) - sum(200 - n);
    evenSine[n] = difference(n) - difference(200 - n);
    oddSine[n] = difference(n) + difference(200 - n);
  }
  even[kQuarter] = sum(kQuarter);
  odd[kQuarter] = evenSine[kQuarter] = 0.0f;
  oddSine[kQuarter] = difference(kQuarter);
}

const Buffer<float>& Mel::compute(const int16_t* samples, int count, int frames) {
  const size_t size = (size_t)(frames + 2) * bands_;
  mel_.resize(size);
  const float silence = -10.0f;
  std::fill(mel_.begin(), mel_.end(), silence);
  const int heard = std::min(frames, (count + kWindow / 2) / kHop + 1);
  constexpr int kWide = kQuarter + 1;
  for (int first = 0; first < heard; first += kRowsF) {
    const int n = std::min(kRowsF, heard - first);
    float* in[4];
    for (int i = 0; i < 4; ++i) in[i] = folded_.data() + (size_t)i * kRowsF * kWide;
    for (int i = 0; i < n; ++i)
      fold(samples, count, first + i, in[0] + i * kWide, in[1] + i * kWide, in[2] + i * kWide,
           in[3] + i * kWide);
    float* out = transformed_.data();
    const MatrixF* matrices[] = {&even_, &odd_, &evenSine_, &oddSine_};
    // The cosines of even and odd bins side by side, then the sines.
    for (int i = 0; i < 4; ++i)
      kernels_.productF(matrices[i]->view(), in[i], kWide, n, out + (i / 2 * kRowsF * 2 + i % 2) * kSide,
                        2 * kSide, false);
    kernels_.power(out, out + (size_t)kRowsF * 2 * kSide, n * 2 * kSide, false, power_.data());
    kernels_.productF(filters_.view(), power_.data(), 2 * kSide, n, bandsOut_.data(), filters_.stride(),
                      false);
    for (int i = 0; i < n; ++i)
      for (int band = 0; band < bands_; ++band)
        mel_[(size_t)(first + i + 1) * bands_ + band] =
            std::log10(std::max(bandsOut_[(size_t)i * filters_.stride() + band], 1e-10f));
  }
  const float least = *std::max_element(mel_.begin(), mel_.end()) - 8.0f;
  for (float& value : mel_) value = (std::max(value, least) + 4.0f) / 4.0f;
  std::fill(mel_.begin(), mel_.begin() + bands_, 0.0f);
  std::fill(mel_.end() - bands_, mel_.end(), 0.0f);
  return mel_;
}

}  // namespace engine
