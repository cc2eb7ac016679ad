// Turns sound into windows of words: cuts, encodes, searches, and finds the words' times.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "network/decoder.hpp"
#include "text/search.hpp"

namespace engine {

struct Settings {
  int beams = 3;
  /** How many windows are decoded in one step. */
  int slots = 8;
  /** Tried in order while a text is unlikely or loops. */
  std::vector<double> temperatures = {0, 0.2, 0.4, 0.6, 0.8, 1.0};
  /** Such as "de"; with "auto", the first window decides. */
  std::string language = "auto";
  bool translate = false;
  std::string prompt;
  bool words = true;
};

struct Heard {
  Span window;
  std::string text;
  std::vector<Token> tokens;
  std::vector<Word> words;
  double meanLogProbability, noSpeech, temperature;
  bool looped;
};

struct Language {
  std::string code;
  double probability;
};

class Transcriber {
 public:
  Transcriber(const Model& model, const Kernels& kernels);

  /** @throws Failure for a language that an English-only model does not know, or too long a prompt. */
  void check(const Settings& settings) const;
  /** How many tokens a prompt has. */
  int countTokens(const std::string& prompt) const { return (int)promptTokens(prompt).size(); }
  /** @param samples at most 30 s */
  Language detectLanguage(const int16_t* samples, int count);

  /**
   * @param windows in rising order, none longer than 30 s
   * @param speech where somebody speaks; words are confined to it
   * @param use called for each window, in order
   */
  void transcribe(const std::vector<int16_t>& samples, const std::vector<Span>& windows,
                  const std::vector<Span>& speech, const Settings& settings,
                  const std::function<void(const Heard&)>& use);

  Spent& spent() { return spent_; }

 private:
  struct Slot;
  std::vector<int> promptTokens(const std::string& prompt) const;
  std::vector<int> startTokens(const Settings& settings, int language) const;
  void open(Slot& slot, const std::vector<int16_t>& samples, const Settings& settings,
            const std::vector<int>& start);
  void begin(Slot& slot, const Settings& settings, const std::vector<int>& start);
  /** Returns true if the window is done; otherwise it continues at another temperature. */
  bool close(Slot& slot, const Settings& settings);
  Heard result(Slot& slot, const std::vector<Span>& speech, const Settings& settings);
  void giveTimes(Slot& slot, const Hypothesis& text, std::vector<Word>& words);

  const Model& model_;
  const Kernels& kernels_;
  Spent spent_;
  Alignment alignment_;
  Encoder encoder_;
  Decoder decoder_;
};

}  // namespace engine
