// Turns tokens into words, and finds when each was said.
#pragma once
#include <string>
#include <vector>

#include "../kernels/kernels.hpp"
#include "../model/vocabulary.hpp"
#include "../sound/vad.hpp"

namespace engine {

struct Token {
  int id;
  float probability;
};

struct Word {
  std::string text;
  double start, end;
  /** The probability of its least certain token. */
  float probability;
  /** Its tokens, from `first` up to but not including `last`. */
  size_t first, last;
};

/** The heads' attention to frames of 0.02 s, for each token and the end of the text: [token][head] rows. */
struct AttentionMap {
  int tokens, heads, frames;
  std::vector<float> weights;
  float* row(int token, int head) { return weights.data() + ((size_t)token * heads + head) * frames; }
};

/** The frame at which each token begins, then where the last one ends: `tokens` rising numbers. */
std::vector<int> alignTokens(const Kernels& kernels, AttentionMap& map);

/** Splits tokens into words without times. Bytes that are not UTF-8 become U+FFFD. */
std::vector<Word> splitWords(const std::vector<Token>& tokens, const Vocabulary& vocabulary);

/** Trims blanks; bytes that are not UTF-8 become U+FFFD. */
std::string cleanText(const std::string& text);

/** Sets the words' times. @param starts of the tokens and the end, in seconds, each `late` too late */
void timeWords(std::vector<Word>& words, const std::vector<double>& starts, double late);

/** Confines words to speech: none in a pause, none without length, with rising starts. */
void holdToSpeech(std::vector<Word>& words, const std::vector<Span>& speech, Span window);

}  // namespace engine
