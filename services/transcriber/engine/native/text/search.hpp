// The search for a window's text: beams by likelihood, or candidates drawn at a temperature. Numbers in,
// tokens out.
#pragma once
#include <cstdint>
#include <vector>

#include "../kernels/kernels.hpp"
#include "../model/vocabulary.hpp"
#include "words.hpp"

namespace engine {

/** A text that may become the window's. */
struct Hypothesis {
  std::vector<Token> tokens;
  /** Logarithm of its likelihood. */
  double sum = 0;
  /** For each position that was fed, the lane that it wrote to. */
  std::vector<uint8_t> lanes;
  bool ended = false;

  /** For each token, its end among them, so that longer texts are not worse. */
  double mean() const { return sum / (tokens.size() + 1); }
};

/** Whether the text ends in a phrase of up to 16 tokens that is said more often in a row than a speaker
 * would. */
bool endsInLoop(const std::vector<Token>& tokens);

class Search {
 public:
  /**
   * @param width how many beams, or candidates at a temperature above 0
   * @param prompt positions that were fed before the first token
   */
  Search(const Vocabulary& vocabulary, const Kernels& kernels, int width, double temperature, int prompt,
         int mostTokens, uint64_t seed);

  /** What is to be fed next: live()[i] writes to lane i. */
  const std::vector<Hypothesis>& live() const { return live_; }
  /** @param logits a row for each live hypothesis, `stride` apart; they are changed */
  void advance(float* logits, size_t stride);
  bool finished() const { return finished_; }
  bool looped() const { return looped_; }
  /** The likeliest text, token for token. */
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
