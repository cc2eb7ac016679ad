#include "answers.hpp"

#include <cmath>
#include <json.hpp>

namespace engine {
namespace {

using Json = nlohmann::ordered_json;

/** Of this engine's texts: transcripts name it. */
constexpr const char* kVersion = "1.0.0";

double rounded(double x, double step = 1000) { return std::round(x * step) / step; }

Json spans(const std::vector<Span>& list) {
  Json out = Json::array();
  for (const Span& span : list) out.push_back({rounded(span.start), rounded(span.end)});
  return out;
}

/** Probabilities as bytes, 255 for 1, in base64. */
std::string packed(const std::vector<float>& probabilities) {
  static const char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i < probabilities.size(); i += 3) {
    uint32_t bits = 0;
    for (size_t j = 0; j < 3; ++j)
      bits =
          bits << 8 | (i + j < probabilities.size() ? (uint32_t)std::lround(probabilities[i + j] * 255) : 0);
    for (size_t j = 0; j < 4; ++j)
      out += i + j <= probabilities.size() ? kDigits[bits >> (18 - 6 * j) & 63] : '=';
  }
  return out;
}

std::string line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string readyLine(const Ready& ready) {
  return line({{"type", "ready"},
               {"version", kVersion},
               {"kernels", ready.kernels},
               {"model", ready.hasModel},
               {"vad", ready.hasVad},
               {"multilingual", ready.multilingual}});
}

std::string errorLine(const std::string& id, const std::string& name, const std::string& message) {
  return line({{"id", id}, {"type", "error"}, {"name", name}, {"message", message}});
}

std::string speechLine(const std::string& id, const std::vector<Span>& speech,
                       const std::vector<float>& probabilities, const std::vector<Span>& windows) {
  return line({{"id", id},
               {"type", "speech"},
               {"speech", spans(speech)},
               {"probabilities", packed(probabilities)},
               {"windows", spans(windows)}});
}

std::string windowLine(const std::string& id, const Heard& heard) {
  Json words = Json::array();
  for (const Word& word : heard.words)
    words.push_back({{"start", rounded(word.start)},
                     {"end", rounded(word.end)},
                     {"text", word.text},
                     {"probability", rounded(word.probability, 10'000)}});
  Json tokens = Json::array();
  for (const Token& token : heard.tokens) tokens.push_back({token.id, rounded(token.probability, 10'000)});
  return line({{"id", id},
               {"type", "window"},
               {"start", rounded(heard.window.start)},
               {"end", rounded(heard.window.end)},
               {"text", heard.text},
               {"words", words},
               {"tokens", tokens},
               {"meanLogProbability", rounded(heard.meanLogProbability, 10'000)},
               {"noSpeech", rounded(heard.noSpeech, 10'000)},
               {"temperature", heard.temperature},
               {"looped", heard.looped}});
}

std::string languageLine(const std::string& id, const Language& language) {
  return line({{"id", id},
               {"type", "language"},
               {"language", language.code},
               {"probability", rounded(language.probability, 10'000)}});
}

std::string tokensLine(const std::string& id, int count) {
  return line({{"id", id}, {"type", "tokens"}, {"count", count}});
}

std::string doneLine(const std::string& id, double seconds, double cpu, const Spent& s) {
  return line({{"id", id},
               {"type", "done"},
               {"seconds", rounded(seconds)},
               {"cpuSeconds", rounded(cpu)},
               {"spent",
                {{"speech", rounded(s.speech)},
                 {"mel", rounded(s.mel)},
                 {"convolution", rounded(s.convolution)},
                 {"encoder", rounded(s.encoder)},
                 {"encoderAttention", rounded(s.attention)},
                 {"cross", rounded(s.cross)},
                 {"decoder", rounded(s.decoder)},
                 {"logits", rounded(s.logits)},
                 {"search", rounded(s.search)},
                 {"words", rounded(s.words)}}}});
}

}  // namespace engine
