// As much of JSON as a job needs, read strictly. No library: a job is one small object from a program of this
// project, and the usual readers are many times as long as the rest of the engine.
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

}  // namespace engine
