// Reads the engine's jobs: a line of JSON, followed by sound, as described in README.md.
#pragma once
#include <string>
#include <vector>

#include "../transcriber.hpp"

namespace engine {

enum class JobType { kTranscribe, kSpeech, kLanguage, kTokens };

struct Job {
  std::string id;
  JobType type;
  /** The size of the sound that follows: 16-bit little-endian samples, mono, 16 kHz. */
  size_t bytes = 0;
  Settings settings;
  double threshold = 0.5;
  double windowSeconds = 0;
  /** The windows to transcribe; if empty, wherever somebody speaks. */
  std::vector<Span> windows;
};

/** @throws Failure (BadJob); `id` is set if it could be read. */
Job parseJob(const std::string& line, std::string& id);

}  // namespace engine
