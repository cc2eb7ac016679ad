#include "read-json.hpp"

#include <cmath>
#include <cstdlib>
#include <cstring>

#include "../errors.hpp"
#include "../text/utf8.hpp"

namespace engine {
namespace {

constexpr int kDeepest = 8;
constexpr size_t kMostValues = 400'000, kMostMembers = 100;

class Reader {
 public:
  explicit Reader(const std::string& text) : text_(text) {}

  Json document() {
    Json whole = value(0);
    skipBlanks();
    if (at_ != text_.size()) refuse("its end");
    return whole;
  }

 private:
  [[noreturn]] void refuse(const std::string& expected) const {
    throw Failure("BadJob", "A job is a line with a JSON object: at byte " + std::to_string(at_) +
                                ", this was expected: " + expected);
  }

  /** Returns 0 at the end, and for a byte that is 0; neither begins a value. */
  char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(char c) {
    if (next() != c) return false;
    ++at_;
    return true;
  }

  void skipBlanks() {
    while (next() == ' ' || next() == '\t' || next() == '\n' || next() == '\r') ++at_;
  }

  void expect(char c) {
    skipBlanks();
    if (!take(c)) refuse(std::string(1, c));
  }

  Json value(int depth) {
    if (depth > kDeepest || ++values_ > kMostValues) refuse("less");
    skipBlanks();
    switch (next()) {
      case '{':
        return {members(depth)};
      case '[':
        return {list(depth)};
      case '"':
        return {string()};
      case 't':
        return {word("true", true)};
      case 'f':
        return {word("false", false)};
      case 'n':
        return {word("null", nullptr)};
      default:
        return {number()};
    }
  }

  template <typename T>
  T word(const char* name, T means) {
    const size_t length = strlen(name);
    if (text_.compare(at_, length, name) != 0) refuse(name);
    at_ += length;
    return means;
  }

  Json::Members members(int depth) {
    Json::Members all;
    ++at_;
    skipBlanks();
    if (take('}')) return all;
    do {
      skipBlanks();
      if (next() != '"') refuse("a name");
      std::string name = string();
      for (const auto& member : all)
        if (member.first == name) refuse("another name, this one is there already");
      if (all.size() == kMostMembers) refuse("less");
      expect(':');
      all.emplace_back(std::move(name), value(depth + 1));
      skipBlanks();
    } while (take(','));
    expect('}');
    return all;
  }

  Json::List list(int depth) {
    Json::List all;
    ++at_;
    skipBlanks();
    if (take(']')) return all;
    do {
      all.push_back(value(depth + 1));
      skipBlanks();
    } while (take(','));
    expect(']');
    return all;
  }

  std::string string() {
    std::string out;
    const size_t begin = at_++;
    while (!take('"')) {
      if (at_ == text_.size() || (unsigned char)next() < ' ') refuse("the end of a text");
      const char c = text_[at_++];
      if (c == '\\')
        escaped(out);
      else
        out += c;
    }
    if (isUtf8(out)) return out;
    at_ = begin;
    refuse("a text in UTF-8");
  }

  void escaped(std::string& out) {
    static const char kNames[] = "\"\\/bfnrt", kMeanings[] = "\"\\/\b\f\n\r\t";
    if (take('u')) return appendCharacter(out, codePoint());
    const char* found = next() == '\0' ? nullptr : strchr(kNames, next());
    if (found == nullptr) refuse("an escape");
    out += kMeanings[found - kNames];
    ++at_;
  }

  /** Reads \uXXXX, or a pair of surrogates. */
  uint32_t codePoint() {
    const uint32_t first = fourDigits();
    if (first < 0xd800 || first >= 0xe000) return first;
    if (first >= 0xdc00 || !take('\\') || !take('u'))
      refuse("the first half of a character, then its second");
    const uint32_t second = fourDigits();
    if (second < 0xdc00 || second >= 0xe000) refuse("the second half of a character");
    return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
  }

  uint32_t fourDigits() {
    uint32_t code = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = next(), low = (char)(c | 0x20);
      const bool isDigit = c >= '0' && c <= '9';
      if (!isDigit && !(low >= 'a' && low <= 'f')) refuse("a hexadecimal digit");
      code = code << 4 | (uint32_t)(isDigit ? c - '0' : low - 'a' + 10);
      ++at_;
    }
    return code;
  }

  double number() {
    const size_t begin = at_;
    take('-');
    if (!take('0')) digits();
    if (take('.')) digits();
    if (next() == 'e' || next() == 'E') {
      ++at_;
      if (!take('+')) take('-');
      digits();
    }
    // The program runs in the C locale, so strtod expects a decimal point.
    const double value = strtod(text_.substr(begin, at_ - begin).c_str(), nullptr);
    if (!std::isfinite(value)) refuse("a smaller number");
    return value;
  }

  void digits() {
    if (next() < '0' || next() > '9') refuse("a digit");
    while (next() >= '0' && next() <= '9') ++at_;
  }

  const std::string& text_;
  size_t at_ = 0, values_ = 0;
};

}  // namespace

const Json* Json::member(const char* name) const {
  const Members* members = as<Members>();
  if (members == nullptr) return nullptr;
  for (const auto& member : *members)
    if (member.first == name) return &member.second;
  return nullptr;
}

Json parseJson(const std::string& text) { return Reader(text).document(); }

}  // namespace engine
