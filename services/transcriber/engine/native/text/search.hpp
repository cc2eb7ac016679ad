// Searches for a window's text: with beams, by likelihood, or with candidates drawn at a temperature.
// Numbers in, tokens out.
#pragma once
#include <cstdint>
#include <vector>

#include "../kernels/kernels.hpp"
#include "../model/vocabulary.hpp"
#include "words.hpp"

namespace engine {

/** A candidate for the window's text. */
struct Hypothesis {
  std::vector<Token> tokens;
  /** The logarithm of its likelihood. */
  double sum = 0;
  /** The lane that was written to, for each position. */
  std::vector<uint8_t> lanes;
  bool ended = false;

  /** The mean over the tokens and the end, so that longer texts are not at a disadvantage. */
  double mean() const { return sum / (tokens.size() + 1); }
};

/** Whether the text ends in a phrase of up to 16 tokens that repeats more often than a speaker would. */
bool endsInLoop(const std::vector<Token>& tokens);

class Search {
 public:
  /**
   * @param width the number of beams, or of candidates at a temperature above 0
   * @param prompt the number of positions before the first token
   */
  Search(const Vocabulary& vocabulary, const Kernels& kernels, int width, double temperature, int prompt,
         int mostTokens, uint64_t seed);

  /** The hypotheses to continue; live()[i] writes to lane i. */
  const std::vector<Hypothesis>& live() const { return live_; }
  /** @param logits one row for each live hypothesis, `stride` apart; they are modified */
  void advance(float* logits, size_t stride);
  bool finished() const { return finished_; }
  bool looped() const { return looped_; }
  /** The likeliest text. */
  const Hypothesis& best() const;

 private:
  struct Choice {
    double sum;
    float logProbability;
    int beam, token;
  };
  void suppress(float* logits, bool isFirst) const;
  void spread(std::vector<Choice>& choices);
  Choice draw(float* logits, int beam);
  Hypothesis extended(const Choice& choice, int lane) const;
  void decideEnd();

  const Vocabulary& vocabulary_;
  const Kernels& kernels_;
  int width_, mostTokens_;
  double temperature_;
  uint64_t random_;
  std::vector<Hypothesis> live_, done_;
  bool finished_ = false, looped_ = false;
};

}  // namespace engine
