#include "job.hpp"

#include <cmath>
#include <json.hpp>

#include "../errors.hpp"
#include "../sound/windows.hpp"

namespace engine {
namespace {

using Json = nlohmann::json;

constexpr size_t kLongestId = 200, kLongestPrompt = 10'000, kMostWindows = 100'000;
/** A day of sound. */
constexpr double kMostBytes = 24.0 * 3600 * kRate * 2;
constexpr int kMostBeams = 10, kMostSlots = 16;
constexpr double kHeardSeconds = 30;

[[noreturn]] void refuse(const std::string& why) { throw Failure("BadJob", why); }

double number(const Json& object, const char* name, double otherwise, double least, double most) {
  if (!object.contains(name)) return otherwise;
  const Json& value = object[name];
  if (!value.is_number()) refuse(std::string(name) + " is not a number");
  const double x = value.get<double>();
  if (!(x >= least && x <= most))
    refuse(std::string(name) + " is not between " + std::to_string(least) + " and " + std::to_string(most));
  return x;
}

size_t whole(const Json& object, const char* name, double otherwise, double least, double most) {
  const double x = number(object, name, otherwise, least, most);
  if (x != std::floor(x)) refuse(std::string(name) + " is not a whole number");
  return (size_t)x;
}

bool flag(const Json& object, const char* name, bool otherwise) {
  if (!object.contains(name)) return otherwise;
  if (!object[name].is_boolean()) refuse(std::string(name) + " is neither true nor false");
  return object[name].get<bool>();
}

std::string text(const Json& object, const char* name, const std::string& otherwise, size_t longest) {
  if (!object.contains(name)) return otherwise;
  if (!object[name].is_string()) refuse(std::string(name) + " is not a text");
  std::string value = object[name].get<std::string>();
  if (value.size() > longest)
    refuse(std::string(name) + " is longer than " + std::to_string(longest) + " bytes");
  return value;
}

JobType typeOf(const std::string& name) {
  if (name == "transcribe") return JobType::kTranscribe;
  if (name == "speech") return JobType::kSpeech;
  if (name == "language") return JobType::kLanguage;
  if (name == "tokens") return JobType::kTokens;
  refuse("There are jobs of the types transcribe, speech, language and tokens");
}

std::vector<Span> windowsOf(const Json& object) {
  std::vector<Span> windows;
  if (!object.contains("windows")) return windows;
  const Json& list = object["windows"];
  if (!list.is_array() || list.size() > kMostWindows) refuse("windows is not a list");
  double last = 0;
  for (const Json& pair : list) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_number() || !pair[1].is_number())
      refuse("A window is not a pair of seconds");
    const Span span{pair[0].get<double>(), pair[1].get<double>()};
    if (!(span.start >= last && span.end > span.start && span.end <= kMostBytes))
      refuse("The windows are not in order");
    if (span.end - span.start > kHeardSeconds) refuse("A window is longer than 30 s");
    windows.push_back(span);
    last = span.end;
  }
  return windows;
}

std::vector<double> temperaturesOf(const Json& object, std::vector<double> otherwise) {
  if (!object.contains("temperatures")) return otherwise;
  const Json& list = object["temperatures"];
  if (!list.is_array() || list.empty() || list.size() > 10)
    refuse("temperatures is not a list of at most 10 numbers");
  std::vector<double> all;
  for (const Json& value : list) {
    if (!value.is_number()) refuse("A temperature is not a number");
    all.push_back(value.get<double>());
    if (!(all.back() >= 0 && all.back() <= 2)) refuse("A temperature is not between 0 and 2");
    // Numbers between are too small to divide by.
    if (all.back() < 0.01) all.back() = 0;
  }
  return all;
}

}  // namespace

Job parseJob(const std::string& line, std::string& id) {
  const Json object = Json::parse(line, nullptr, false);
  if (object.is_discarded() || !object.is_object()) refuse("A job is a line with a JSON object");
  Job job;
  id = job.id = text(object, "id", "", kLongestId);
  job.bytes = whole(object, "bytes", 0, 0, kMostBytes);
  if (job.bytes % 2 != 0) refuse("bytes is odd, and a sample has two");
  job.type = typeOf(text(object, "type", "", kLongestId));
  Settings& s = job.settings;
  s.beams = (int)whole(object, "beams", s.beams, 1, kMostBeams);
  s.slots = (int)whole(object, "slots", s.slots, 1, kMostSlots);
  s.temperatures = temperaturesOf(object, s.temperatures);
  s.language = text(object, "language", s.language, 16);
  s.translate = flag(object, "translate", s.translate);
  s.prompt = text(object, "prompt", s.prompt, kLongestPrompt);
  s.words = flag(object, "words", s.words);
  job.threshold = number(object, "threshold", job.threshold, 0.01, 0.99);
  job.windowSeconds = number(object, "windowSeconds", kLongestWindow, 1, kLongestWindow);
  job.windows = windowsOf(object);
  return job;
}

}  // namespace engine
