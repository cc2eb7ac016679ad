// Writes answers as JSON.
#pragma once
#include <string>
#include <vector>

namespace engine {

/** An object, written member by member. */
class JsonObject {
 public:
  JsonObject& text(const char* name, const std::string& value);
  /** Rounds the value; writes null if it is not finite. */
  JsonObject& number(const char* name, double value, int decimals = 3);
  JsonObject& flag(const char* name, bool value);
  /** @param json is written unchanged */
  JsonObject& raw(const char* name, const std::string& json);

  std::string json() const { return "{" + members_ + "}"; }
  std::string line() const { return json() + "\n"; }

 private:
  std::string members_;
};

std::string jsonNumber(double value, int decimals = 3);
/** A list of elements that are already JSON. */
std::string jsonList(const std::vector<std::string>& elements);

}  // namespace engine
