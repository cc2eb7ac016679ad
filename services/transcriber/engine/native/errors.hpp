// Errors, named by the word that a caller acts on.
#pragma once
#include <stdexcept>
#include <string>

namespace engine {

/** @param name is written next to the message: BadModel, BadJob or BadSound. */
class Failure : public std::runtime_error {
 public:
  Failure(const char* name, const std::string& message) : std::runtime_error(message), name_(name) {}
  const char* name() const { return name_; }

 private:
  const char* name_;
};

}  // namespace engine
