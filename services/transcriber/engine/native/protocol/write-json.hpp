// Answers as JSON: objects that are written member by member.
#pragma once
#include <string>
#include <vector>

namespace engine {

/** An object, written member by member. */
class JsonObject {
 public:
  JsonObject& text(const char* name, const std::string& value);
  /** Rounded; null where it is not finite. */
  JsonObject& number(const char* name, double value, int decimals = 3);
  JsonObject& flag(const char* name, bool value);
  /** @param json is written as it is */
  JsonObject& raw(const char* name, const std::string& json);

  std::string json() const { return "{" + members_ + "}"; }
  std::string line() const { return json() + "\n"; }

 private:
  std::string members_;
};

std::string jsonNumber(double value, int decimals = 3);
/** Of elements that are JSON themselves. */
std::string jsonList(const std::vector<std::string>& elements);

}  // namespace engine
