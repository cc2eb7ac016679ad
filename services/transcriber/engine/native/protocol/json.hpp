// As much of JSON as jobs and answers need: a strict reader, and a writer of objects. No library, since a job
// is one small object from a program of this project, and the usual ones are many times as long as the rest
// of the engine.
#pragma once
#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace engine {

struct Json {
  using List = std::vector<Json>;
  using Members = std::vector<std::pair<std::string, Json>>;

  std::variant<std::nullptr_t, bool, double, std::string, List, Members> value;

  /** Null where it is of another type. */
  template <typename T>
  const T* as() const {
    return std::get_if<T>(&value);
  }
  /** Null where it is no object or has no such member. */
  const Json* member(const char* name) const;
};

/**
 * RFC 8259, and stricter: no name twice in an object, no number beyond a double, eight levels and 400,000
 * values at most.
 * @throws Failure (BadJob) that says what was expected at which byte
 */
Json parseJson(const std::string& text);

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
