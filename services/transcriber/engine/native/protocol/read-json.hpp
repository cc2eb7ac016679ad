// A strict reader for the JSON of a job. A library would be many times as long as the rest of the engine,
// and a job is one small object from a program of this project.
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

  /** Null if the value has another type. */
  template <typename T>
  const T* as() const {
    return std::get_if<T>(&value);
  }
  /** Null if this is not an object, or has no such member. */
  const Json* member(const char* name) const;
};

/**
 * Reads JSON as in RFC 8259, but without repeated names in an object, numbers beyond a double, more than
 * eight levels or more than 400,000 values.
 * @throws Failure (BadJob) that says what was expected at which byte
 */
Json parseJson(const std::string& text);

}  // namespace engine
