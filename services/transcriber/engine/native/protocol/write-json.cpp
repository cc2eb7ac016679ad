#include "write-json.hpp"

#include <cmath>
#include <cstdio>

#include "../text/utf8.hpp"

namespace engine {
namespace {

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : asUtf8(text)) {
    char code[8];
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if ((unsigned char)c < ' ') {
      snprintf(code, sizeof code, "\\u%04x", (unsigned)c);
      out += code;
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace

std::string jsonNumber(double value, int decimals) {
  if (!std::isfinite(value)) return "null";
  // A double has at most 309 digits before the point.
  char digits[340];
  snprintf(digits, sizeof digits, "%.*f", decimals, value);
  std::string out = digits;
  if (out.find('.') != std::string::npos) out.erase(out.find_last_not_of('0') + 1);
  if (out.back() == '.') out.pop_back();
  return out == "-0" ? "0" : out;
}

std::string jsonList(const std::vector<std::string>& elements) {
  std::string out = "[";
  for (const std::string& element : elements) {
    if (out.size() > 1) out += ',';
    out += element;
  }
  return out + "]";
}

JsonObject& JsonObject::raw(const char* name, const std::string& json) {
  if (!members_.empty()) members_ += ',';
  members_ += quoted(name) + ":" + json;
  return *this;
}

JsonObject& JsonObject::text(const char* name, const std::string& value) { return raw(name, quoted(value)); }

JsonObject& JsonObject::number(const char* name, double value, int decimals) {
  return raw(name, jsonNumber(value, decimals));
}

JsonObject& JsonObject::flag(const char* name, bool value) { return raw(name, value ? "true" : "false"); }

}  // namespace engine
