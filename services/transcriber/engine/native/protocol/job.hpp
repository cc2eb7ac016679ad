// What the engine is asked: a line of JSON, and the sound that follows it. README.md describes it.
#pragma once
#include <string>
#include <vector>

#include "../transcriber.hpp"

namespace engine {

enum class JobType { kTranscribe, kSpeech, kLanguage, kTokens };

struct Job {
  std::string id;
  JobType type;
  /** Of the sound that follows: 16-bit little-endian samples, mono, 16 kHz. */
  size_t bytes = 0;
  Settings settings;
  double threshold = 0.5;
  double windowSeconds = 0;
  /** Where it is to be heard; empty for wherever somebody speaks. */
  std::vector<Span> windows;
};

/** @throws Failure (BadJob), with `id` set as far as it was read. */
Job parseJob(const std::string& line, std::string& id);

}  // namespace engine
