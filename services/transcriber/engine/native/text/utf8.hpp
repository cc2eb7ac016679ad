// Reads bytes as characters. A token may be half a character, and input may contain anything.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace engine {

struct Character {
  uint32_t code;
  size_t bytes;
};

/** The character at `at`. Its length is 0 if it is cut off; an invalid byte has the code 0xFFFD. */
Character characterAt(const std::string& text, size_t at);

/** Returns false if the text ends within a character. */
bool endsWhole(const std::string& text);

bool isUtf8(const std::string& text);

/** Replaces each invalid byte, and a character cut off at the end, with U+FFFD. */
std::string asUtf8(const std::string& text);

/** @param code of a character, not a surrogate */
void appendCharacter(std::string& text, uint32_t code);

}  // namespace engine
