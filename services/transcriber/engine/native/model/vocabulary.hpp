// Whisper's tokens: their texts, the special ones, and a text as tokens.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

namespace engine {

class Vocabulary {
 public:
  Vocabulary() = default;
  /** @param texts of the tokens in the file; @param size of the model's output, with the special ones */
  Vocabulary(std::vector<std::string> texts, int size);

  bool multilingual() const { return multilingual_; }
  /** The special tokens, by the names that OpenAI gave them. */
  int endOfText() const { return endOfText_; }
  int start() const { return endOfText_ + 1; }
  int translate() const { return start() + languages_ + 1; }
  int transcribe() const { return translate() + 1; }
  int previous() const { return translate() + 3; }
  int noSpeech() const { return translate() + 4; }
  int noTimestamps() const { return translate() + 5; }

  /** 0 for one that the model does not know. @param code such as "de" */
  int language(const std::string& code) const;
  /** First token of a language, and how many there are. */
  int firstLanguage() const { return start() + 1; }
  int languages() const { return multilingual_ ? languages_ : 0; }
  std::string languageCode(int token) const;

  /** Bytes that may be a part of a character; '' for a special one. */
  const std::string& text(int token) const;

  /** The longest tokens first, as whisper.cpp makes them. */
  std::vector<int> tokenize(const std::string& text) const;

  /** Signs that stand for no spoken word: brackets, notes and the like. */
  const std::vector<int>& nonSpeech() const { return nonSpeech_; }
  /** What no text begins with: its end and a blank. */
  const std::vector<int>& notFirst() const { return notFirst_; }

 private:
  std::vector<std::string> texts_;
  std::unordered_map<std::string, int> ids_;
  std::vector<int> nonSpeech_, notFirst_;
  bool multilingual_ = false;
  int endOfText_ = 0, languages_ = 0;
};

}  // namespace engine
