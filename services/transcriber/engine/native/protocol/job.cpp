#include "job.hpp"

#include <cmath>

#include "../errors.hpp"
#include "../sound/windows.hpp"
#include "read-json.hpp"

namespace engine {
namespace {

constexpr size_t kLongestId = 200, kLongestPrompt = 10'000, kMostWindows = 100'000;
/** The bytes of a day of sound. */
constexpr double kMostBytes = 24.0 * 3600 * kRate * 2;
constexpr int kMostBeams = 10, kMostSlots = 16;
constexpr double kHeardSeconds = 30;

[[noreturn]] void refuse(const std::string& why) { throw Failure("BadJob", why); }

double number(const Json& object, const char* name, double otherwise, double least, double most) {
  const Json* value = object.member(name);
  if (value == nullptr) return otherwise;
  const double* x = value->as<double>();
  if (x == nullptr) refuse(std::string(name) + " is not a number");
  if (!(*x >= least && *x <= most))
    refuse(std::string(name) + " is not between " + std::to_string(least) + " and " + std::to_string(most));
  return *x;
}

size_t whole(const Json& object, const char* name, double otherwise, double least, double most) {
  const double x = number(object, name, otherwise, least, most);
  if (x != std::floor(x)) refuse(std::string(name) + " is not a whole number");
  return (size_t)x;
}

bool flag(const Json& object, const char* name, bool otherwise) {
  const Json* value = object.member(name);
  if (value == nullptr) return otherwise;
  const bool* is = value->as<bool>();
  if (is == nullptr) refuse(std::string(name) + " is neither true nor false");
  return *is;
}

std::string text(const Json& object, const char* name, const std::string& otherwise, size_t longest) {
  const Json* value = object.member(name);
  if (value == nullptr) return otherwise;
  const std::string* said = value->as<std::string>();
  if (said == nullptr) refuse(std::string(name) + " is not a text");
  if (said->size() > longest)
    refuse(std::string(name) + " is longer than " + std::to_string(longest) + " bytes");
  return *said;
}

JobType typeOf(const std::string& name) {
  if (name == "transcribe") return JobType::kTranscribe;
  if (name == "speech") return JobType::kSpeech;
  if (name == "language") return JobType::kLanguage;
  if (name == "tokens") return JobType::kTokens;
  refuse("There are jobs of the types transcribe, speech, language and tokens");
}

Span windowOf(const Json& pair) {
  const Json::List* ends = pair.as<Json::List>();
  const bool isPair = ends != nullptr && ends->size() == 2;
  const double* start = isPair ? (*ends)[0].as<double>() : nullptr;
  const double* end = isPair ? (*ends)[1].as<double>() : nullptr;
  if (start == nullptr || end == nullptr) refuse("A window is not a pair of seconds");
  return {*start, *end};
}

std::vector<Span> windowsOf(const Json& object) {
  std::vector<Span> windows;
  const Json* value = object.member("windows");
  if (value == nullptr) return windows;
  const Json::List* list = value->as<Json::List>();
  if (list == nullptr || list->size() > kMostWindows) refuse("windows is not a list");
  double last = 0;
  for (const Json& pair : *list) {
    const Span span = windowOf(pair);
    if (!(span.start >= last && span.end > span.start && span.end <= kMostBytes))
      refuse("The windows are not in order");
    if (span.end - span.start > kHeardSeconds) refuse("A window is longer than 30 s");
    windows.push_back(span);
    last = span.end;
  }
  return windows;
}

std::vector<double> temperaturesOf(const Json& object, std::vector<double> otherwise) {
  const Json* value = object.member("temperatures");
  if (value == nullptr) return otherwise;
  const Json::List* list = value->as<Json::List>();
  if (list == nullptr || list->empty() || list->size() > 10)
    refuse("temperatures is not a list of at most 10 numbers");
  std::vector<double> all;
  for (const Json& one : *list) {
    const double* x = one.as<double>();
    if (x == nullptr) refuse("A temperature is not a number");
    if (!(*x >= 0 && *x <= 2)) refuse("A temperature is not between 0 and 2");
    // Smaller numbers are too small to divide by.
    all.push_back(*x < 0.01 ? 0 : *x);
  }
  return all;
}

}  // namespace

Job parseJob(const std::string& line, std::string& id) {
  const Json object = parseJson(line);
  if (object.as<Json::Members>() == nullptr) refuse("A job is a line with a JSON object");
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
