#include "vocabulary.hpp"

#include <algorithm>

namespace engine {
namespace {

/** The size of the English models' output. Multilingual models have one token more, large-v3 has two. */
constexpr int kEnglishSize = 51'864;
/** The number of text tokens, without the one that ends a text. */
constexpr int kTexts = 50'256;
/** The size without any language: text tokens and special tokens, of which 1,501 are times. */
constexpr int kNotLanguages = 51'765;

/** In the order of their tokens. */
const char* const kLanguages[] = {
    "en", "zh", "de", "es", "ru", "ko", "fr", "ja", "pt",  "tr", "pl", "ca", "nl", "ar", "sv", "it", "id",
    "hi", "fi", "vi", "he", "uk", "el", "ms", "cs", "ro",  "da", "hu", "ta", "no", "th", "ur", "hr", "bg",
    "lt", "la", "mi", "ml", "cy", "sk", "te", "fa", "lv",  "bn", "sr", "az", "sl", "kn", "et", "mk", "br",
    "eu", "is", "hy", "ne", "mn", "bs", "kk", "sq", "sw",  "gl", "mr", "pa", "si", "km", "sn", "yo", "so",
    "af", "oc", "ka", "be", "tg", "sd", "gu", "am", "yi",  "lo", "uz", "fo", "ht", "ps", "tk", "nn", "mt",
    "sa", "lb", "my", "bo", "tl", "mg", "as", "tt", "haw", "ln", "ha", "ba", "jw", "su", "yue"};
constexpr int kLanguageCount = sizeof kLanguages / sizeof kLanguages[0];

/** OpenAI's list: openai/whisper, tokenizer.py, non_speech_tokens. */
const char* const kNonSpeech[] = {"\"", "#",  "(",   ")",   "*",  "+",  "/",   ":",   ";",   "<",  "=",
                                  ">",  "@",  "[",   "\\",  "]",  "^",  "_",   "`",   "{",   "|",  "}",
                                  "~",  "「", "」",  "『",  "』", "<<", ">>",  "<<<", ">>>", "--", "---",
                                  "-(", "-[", "('",  "(\"", "((", "))", "(((", ")))", "[[",  "]]", "{{",
                                  "}}", "♪♪", "♪♪♪", "♩",   "♪",  "♫",  "♬",   "♭",   "♮",   "♯"};

bool isAlpha(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool isDigit(unsigned char c) { return c >= '0' && c <= '9'; }
bool isBlank(unsigned char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool isOther(unsigned char c) { return !isAlpha(c) && !isDigit(c) && !isBlank(c); }

/**
 * The end of the run that begins at `at`: GPT-2's pattern
 * 's|'t|'re|'ve|'m|'ll|'d| ?[a-z]+| ?[0-9]+| ?[^\s a-z 0-9]+|\s+(?!\S)|\s+
 */
size_t runEnd(const std::string& text, size_t at) {
  for (const char* ending : {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"})
    if (text.compare(at, std::char_traits<char>::length(ending), ending) == 0)
      return at + std::char_traits<char>::length(ending);
  const size_t first = text[at] == ' ' && at + 1 < text.size() ? at + 1 : at;
  for (auto is : {isAlpha, isDigit, isOther}) {
    size_t end = first;
    while (end < text.size() && is(text[end])) ++end;
    if (end > first) return end;
  }
  size_t end = at;
  while (end < text.size() && isBlank(text[end])) ++end;
  // The last blank belongs to the word that follows.
  return end < text.size() && end > at + 1 ? end - 1 : end;
}

}  // namespace

Vocabulary::Vocabulary(std::vector<std::string> texts, int size) : texts_(std::move(texts)) {
  multilingual_ = size > kEnglishSize;
  endOfText_ = kTexts + (multilingual_ ? 1 : 0);
  languages_ = size - kNotLanguages - (multilingual_ ? 1 : 0);
  for (size_t i = 0; i < texts_.size() && (int)i < endOfText_; ++i) ids_.emplace(texts_[i], (int)i);
  auto find = [&](const std::string& text) {
    const auto found = ids_.find(text);
    return found == ids_.end() ? -1 : found->second;
  };
  for (const char* sign : kNonSpeech)
    for (const char* before : {"", " "})
      if (const int id = find(before + std::string(sign)); id >= 0) nonSpeech_.push_back(id);
  for (const char* lone : {" -", " '"})
    if (const int id = find(lone); id >= 0) nonSpeech_.push_back(id);
  std::sort(nonSpeech_.begin(), nonSpeech_.end());
  notFirst_.push_back(endOfText_);
  if (const int id = find(" "); id >= 0) notFirst_.push_back(id);
}

int Vocabulary::language(const std::string& code) const {
  for (int i = 0; i < std::min(languages(), kLanguageCount); ++i)
    if (code == kLanguages[i]) return firstLanguage() + i;
  return 0;
}

std::string Vocabulary::languageCode(int token) const {
  const int i = token - firstLanguage();
  return i >= 0 && i < kLanguageCount ? kLanguages[i] : "";
}

const std::string& Vocabulary::text(int token) const {
  static const std::string none;
  return token >= 0 && token < endOfText_ && token < (int)texts_.size() ? texts_[token] : none;
}

std::vector<int> Vocabulary::tokenize(const std::string& text) const {
  std::vector<int> tokens;
  for (size_t at = 0; at < text.size();) {
    const size_t end = runEnd(text, at);
    while (at < end) {
      size_t length = end - at;
      auto found = ids_.find(text.substr(at, length));
      while (found == ids_.end() && length > 1) found = ids_.find(text.substr(at, --length));
      if (found != ids_.end()) tokens.push_back(found->second);
      at += length;
    }
  }
  return tokens;
}

}  // namespace engine
