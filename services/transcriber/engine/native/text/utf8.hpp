// Bytes as characters: tokens may be halves of one, and what comes from outside may be anything.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace engine {

struct Character {
  uint32_t code;
  size_t bytes;
};

/** What begins at `at`; 0 bytes where the text ends within it, one byte of code 0xFFFD where it is none. */
Character characterAt(const std::string& text, size_t at);

/** False where the text ends within a character. */
bool endsWhole(const std::string& text);

bool isUtf8(const std::string& text);

/** With U+FFFD for each byte that is no character's, and for a character that is cut off at the end. */
std::string asUtf8(const std::string& text);

/** @param code of a character; surrogates are none */
void appendCharacter(std::string& text, uint32_t code);

}  // namespace engine
