// Writes the engine's answers, one line of JSON each, as described in README.md.
#pragma once
#include <string>
#include <vector>

#include "../transcriber.hpp"

namespace engine {

struct Ready {
  std::string kernels;
  bool hasModel, hasVad, multilingual;
};

std::string readyLine(const Ready& ready);
std::string errorLine(const std::string& id, const std::string& name, const std::string& message);
std::string speechLine(const std::string& id, const std::vector<Span>& speech,
                       const std::vector<float>& probabilities, const std::vector<Span>& windows);
std::string windowLine(const std::string& id, const Heard& heard);
std::string languageLine(const std::string& id, const Language& language);
std::string tokensLine(const std::string& id, int count);
std::string doneLine(const std::string& id, double seconds, double cpu, const Spent& spent);

}  // namespace engine
