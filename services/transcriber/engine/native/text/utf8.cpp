#include "utf8.hpp"

namespace engine {
namespace {

constexpr uint32_t kNone = 0xfffd;

/** The length of a character by its first byte; 0 if no character begins with it. */
size_t length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

}  // namespace

Character characterAt(const std::string& text, size_t at) {
  const unsigned char first = text[at];
  const size_t bytes = length(first);
  if (bytes == 0) return {kNone, 1};
  if (bytes == 1) return {first, 1};
  uint32_t code = first & (0xff >> (bytes + 1));
  for (size_t i = 1; i < bytes; ++i) {
    if (at + i >= text.size()) return {0, 0};
    const unsigned char c = text[at + i];
    if ((c & 0xc0) != 0x80) return {kNone, 1};
    code = code << 6 | (c & 0x3f);
  }
  const bool isShorter = (bytes == 3 && code < 0x800) || (bytes == 4 && code < 0x10000);
  if (isShorter || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return {kNone, 1};
  return {code, bytes};
}

bool endsWhole(const std::string& text) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t bytes = characterAt(text, at).bytes;
    if (bytes == 0) return false;
    at += bytes;
  }
  return true;
}

bool isUtf8(const std::string& text) { return asUtf8(text) == text; }

std::string asUtf8(const std::string& text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const Character c = characterAt(text, at);
    if (c.bytes == 0) {
      appendCharacter(out, kNone);
      break;
    }
    if (c.code == kNone && c.bytes == 1)
      appendCharacter(out, kNone);
    else
      out.append(text, at, c.bytes);
    at += c.bytes;
  }
  return out;
}

void appendCharacter(std::string& text, uint32_t code) {
  if (code < 0x80) {
    text += (char)code;
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  text += (char)((0xff00 >> (more + 1) & 0xff) | code >> (6 * more));
  for (int i = more - 1; i >= 0; --i) text += (char)(0x80 | (code >> (6 * i) & 0x3f));
}

}  // namespace engine
