// Tokens as words, and when each was said.
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
  /** Of its least sure token. */
  float probability;
  /** Its tokens, from `first` to `last` (not with it). */
  size_t first, last;
};

/** Attention of `heads` heads to `frames` frames of 0.02 s at each token, and at the end of text:
 * [token][head] rows. */
struct AttentionMap {
  int tokens, heads, frames;
  std::vector<float> weights;
  float* row(int token, int head) { return weights.data() + ((size_t)token * heads + head) * frames; }
};

/** The frame at which each token begins, and the last one ends: `tokens` numbers in rising order. */
std::vector<int> alignTokens(const Kernels& kernels, AttentionMap& map);

/** Words with the tokens that they are made of, and no times. Bytes that are no UTF-8 become U+FFFD. */
std::vector<Word> splitWords(const std::vector<Token>& tokens, const Vocabulary& vocabulary);

/** Without blanks at its ends; bytes that are no UTF-8 become U+FFFD. */
std::string cleanText(const std::string& text);

/** Gives the words their times. @param starts of each token and of the end, in seconds; they are so much
 * `late` */
void timeWords(std::vector<Word>& words, const std::vector<double>& starts, double late);

/** Holds words to where somebody speaks: none in a pause, none of no length, starts that rise. */
void holdToSpeech(std::vector<Word>& words, const std::vector<Span>& speech, Span window);

}  // namespace engine
