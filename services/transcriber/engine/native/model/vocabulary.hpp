// Whisper's tokens: their texts, the special tokens, and splitting a text into tokens.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

namespace engine {

class Vocabulary {
 public:
  Vocabulary() = default;
  /** @param texts the file's tokens; @param size of the model's output, with the special tokens */
  Vocabulary(std::vector<std::string> texts, int size);

  bool multilingual() const { return multilingual_; }
  /** The special tokens, with OpenAI's names. */
  int endOfText() const { return endOfText_; }
  int start() const { return endOfText_ + 1; }
  int translate() const { return start() + languages_ + 1; }
  int transcribe() const { return translate() + 1; }
  int previous() const { return translate() + 3; }
  int noSpeech() const { return translate() + 4; }
  int noTimestamps() const { return translate() + 5; }

  /** The token of a language; 0 if the model does not know it. @param code such as "de" */
  int language(const std::string& code) const;
  /** The first language token; below, how many there are. */
  int firstLanguage() const { return start() + 1; }
  int languages() const { return multilingual_ ? languages_ : 0; }
  std::string languageCode(int token) const;

  /** The token's bytes, which may be part of a character; '' for a special token. */
  const std::string& text(int token) const;

  /** Splits a text, taking the longest tokens first, as whisper.cpp does. */
  std::vector<int> tokenize(const std::string& text) const;

  /** Tokens that stand for no spoken word: brackets, notes and the like. */
  const std::vector<int>& nonSpeech() const { return nonSpeech_; }
  /** Tokens that no text begins with: the end of the text, and a blank. */
  const std::vector<int>& notFirst() const { return notFirst_; }

 private:
  std::vector<std::string> texts_;
  std::unordered_map<std::string, int> ids_;
  std::vector<int> nonSpeech_, notFirst_;
  bool multilingual_ = false;
  int endOfText_ = 0, languages_ = 0;
};

}  // namespace engine
