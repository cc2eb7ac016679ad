#include "words.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "utf8.hpp"

namespace engine {
namespace {

constexpr double kShortest = 0.02;
/** Pauses inside a word are shorter than this. */
constexpr double kPauseInWord = 0.25;
/** A word that begins at least this long before a pause is spoken before it, no matter where it ends. */
constexpr double kBeforePause = 0.12;

/** Chinese, Japanese, Thai, Lao, Khmer and Burmese letters: each of their tokens begins a word. */
bool isUnspaced(uint32_t c) {
  auto in = [c](uint32_t a, uint32_t b) { return c >= a && c <= b; };
  return in(0x3041, 0x30ff) || in(0x31f0, 0x31ff) || in(0x3400, 0x4dbf) || in(0x4e00, 0x9fff) ||
         in(0xf900, 0xfaff) || in(0xff66, 0xff9d) || in(0x20000, 0x3fffd) || in(0x0e00, 0x0eff) ||
         in(0x1000, 0x109f) || in(0x1780, 0x17ff) || c == 0x3005 || c == 0x3007;
}

/** Gives each frame's weights over the tokens a mean of 0 and a deviation of 1. */
void normalize(AttentionMap& map, int head) {
  std::vector<float> mean(map.frames, 0.0f), deviation(map.frames, 0.0f);
  for (int t = 0; t < map.tokens; ++t) {
    float* row = map.row(t, head);
    float sum = 1e-20f;
    for (int f = 0; f < map.frames; ++f) sum += row[f];
    for (int f = 0; f < map.frames; ++f) {
      row[f] /= sum;
      mean[f] += row[f] / map.tokens;
    }
  }
  for (int t = 0; t < map.tokens; ++t)
    for (int f = 0; f < map.frames; ++f) {
      const float d = map.row(t, head)[f] - mean[f];
      deviation[f] += d * d / map.tokens;
    }
  for (float& d : deviation) d = 1.0f / (std::sqrt(d) + 1e-9f);
  for (int t = 0; t < map.tokens; ++t)
    for (int f = 0; f < map.frames; ++f) map.row(t, head)[f] = (map.row(t, head)[f] - mean[f]) * deviation[f];
}

/** Adds up the heads, each smoothed along the frames by a median of seven. */
std::vector<float> combine(const Kernels& kernels, AttentionMap& map) {
  // Kernels work on whole blocks.
  const size_t wide = roundUp(map.frames, kBlock);
  std::vector<float> sums(map.tokens * wide, 0.0f), row(wide + 6, 0.0f);
  for (int head = 0; head < map.heads; ++head) {
    normalize(map, head);
    for (int t = 0; t < map.tokens; ++t) {
      float* x = row.data() + 3;
      memcpy(x, map.row(t, head), sizeof(float) * map.frames);
      for (int i = 1; i <= 3; ++i) {
        x[-i] = x[std::min(i, map.frames - 1)];
        x[map.frames - 1 + i] = x[std::max(map.frames - 1 - i, 0)];
      }
      kernels.addMedians(row.data(), (int)wide, sums.data() + t * wide);
    }
  }
  return sums;
}

/** The stretch in which a word begins, or the one that it overlaps most, or the nearest, from `first` on. */
size_t placeOf(const Word& word, const std::vector<Span>& speech, size_t first) {
  size_t place = first;
  double most = -1e9;
  for (size_t i = first; i < speech.size(); ++i) {
    if (word.start >= speech[i].start && word.start < speech[i].end - kBeforePause) return i;
    const double shared = std::min(word.end, speech[i].end) - std::max(word.start, speech[i].start);
    if (shared <= most) continue;
    most = shared;
    place = i;
  }
  return place;
}

}  // namespace

std::string cleanText(const std::string& text) {
  const std::string out = asUtf8(text);
  const size_t begin = out.find_first_not_of(" \t\n\r");
  return begin == std::string::npos ? "" : out.substr(begin, out.find_last_not_of(" \t\n\r") - begin + 1);
}

std::vector<int> alignTokens(const Kernels& kernels, AttentionMap& map) {
  const int tokens = map.tokens, frames = map.frames;
  const std::vector<float> likeness = combine(kernels, map);
  const size_t wide = roundUp(frames, kBlock);
  enum Step : uint8_t { kBoth, kToken, kFrame };
  std::vector<uint8_t> steps((size_t)tokens * frames);
  std::vector<float> above(frames + 1, 1e30f), cost(frames + 1);
  above[0] = 0;
  for (int t = 0; t < tokens; ++t) {
    cost[0] = 1e30f;
    for (int f = 0; f < frames; ++f) {
      const float both = above[f], token = above[f + 1], frame = cost[f];
      const Step step = both < token && both < frame    ? kBoth
                        : token < both && token < frame ? kToken
                                                        : kFrame;
      cost[f + 1] = (step == kBoth ? both : step == kToken ? token : frame) - likeness[t * wide + f];
      steps[(size_t)t * frames + f] = step;
    }
    std::swap(above, cost);
    above[0] = 1e30f;
  }
  std::vector<int> starts(tokens, 0);
  for (int t = tokens - 1, f = frames - 1; t >= 0 && f >= 0;) {
    starts[t] = f;
    const uint8_t step = t == 0 ? (uint8_t)kFrame : f == 0 ? (uint8_t)kToken : steps[(size_t)t * frames + f];
    if (step != kFrame) --t;
    if (step != kToken) --f;
  }
  return starts;
}

std::vector<Word> splitWords(const std::vector<Token>& tokens, const Vocabulary& vocabulary) {
  std::vector<Word> words;
  bool whole = true;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const std::string& text = vocabulary.text(tokens[i].id);
    const bool isNew = whole && !text.empty() && (text[0] == ' ' || isUnspaced(characterAt(text, 0).code));
    if (words.empty() || isNew) words.push_back({"", 0, 0, 1.0f, i, i});
    Word& word = words.back();
    word.text += text;
    word.probability = std::min(word.probability, tokens[i].probability);
    word.last = i + 1;
    whole = endsWhole(word.text);
  }
  for (Word& word : words) word.text = cleanText(word.text);
  return words;
}

void timeWords(std::vector<Word>& words, const std::vector<double>& starts, double late) {
  for (Word& word : words) {
    word.start = starts[word.first] - late;
    word.end = starts[word.last] - late;
  }
  words.erase(std::remove_if(words.begin(), words.end(), [](const Word& word) { return word.text.empty(); }),
              words.end());
}

void holdToSpeech(std::vector<Word>& words, const std::vector<Span>& speech, Span window) {
  double last = window.start;
  size_t at = 0;
  for (Word& word : words) {
    word.start = std::max(word.start, last);
    word.end = std::max(word.end, word.start);
    at = placeOf(word, speech, at);
    if (at < speech.size()) {
      Span in = speech[at];
      for (size_t i = at + 1; i < speech.size() && speech[i].start - in.end < kPauseInWord; ++i)
        in.end = speech[i].end;
      for (size_t i = at; i > 0 && in.start - speech[i - 1].end < kPauseInWord; --i)
        in.start = speech[i - 1].start;
      word.start = std::min(std::max(word.start, in.start), in.end - kShortest);
      word.end = std::min(std::max(word.end, word.start + kShortest), in.end);
    }
    word.start = std::max(word.start, last);
    word.end = std::max(word.end, word.start + kShortest);
    last = word.start + kShortest;
  }
  // A word ends before the next one begins.
  for (size_t i = 0; i + 1 < words.size(); ++i)
    words[i].end = std::max(words[i].start + kShortest, std::min(words[i].end, words[i + 1].start));
}

}  // namespace engine
