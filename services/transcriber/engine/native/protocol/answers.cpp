#include "answers.hpp"

#include <cmath>

#include "write-json.hpp"

namespace engine {
namespace {

/** The engine's version, which transcripts name. */
constexpr const char* kVersion = "1.0.0";
/** The decimals of probabilities and their logarithms. */
constexpr int kFine = 4;

std::string spans(const std::vector<Span>& list) {
  std::vector<std::string> all;
  for (const Span& span : list) all.push_back(jsonList({jsonNumber(span.start), jsonNumber(span.end)}));
  return jsonList(all);
}

/** Packs probabilities as base64: one byte each, 255 for 1. */
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

JsonObject answer(const std::string& id, const char* type) {
  return JsonObject().text("id", id).text("type", type);
}

std::string wordsOf(const Heard& heard) {
  std::vector<std::string> all;
  for (const Word& word : heard.words)
    all.push_back(JsonObject()
                      .number("start", word.start)
                      .number("end", word.end)
                      .text("text", word.text)
                      .number("probability", word.probability, kFine)
                      .json());
  return jsonList(all);
}

std::string tokensOf(const Heard& heard) {
  std::vector<std::string> all;
  for (const Token& token : heard.tokens)
    all.push_back(jsonList({std::to_string(token.id), jsonNumber(token.probability, kFine)}));
  return jsonList(all);
}

}  // namespace

std::string readyLine(const Ready& ready) {
  return JsonObject()
      .text("type", "ready")
      .text("version", kVersion)
      .text("kernels", ready.kernels)
      .flag("model", ready.hasModel)
      .flag("vad", ready.hasVad)
      .flag("multilingual", ready.multilingual)
      .line();
}

std::string errorLine(const std::string& id, const std::string& name, const std::string& message) {
  return answer(id, "error").text("name", name).text("message", message).line();
}

std::string speechLine(const std::string& id, const std::vector<Span>& speech,
                       const std::vector<float>& probabilities, const std::vector<Span>& windows) {
  return answer(id, "speech")
      .raw("speech", spans(speech))
      .text("probabilities", packed(probabilities))
      .raw("windows", spans(windows))
      .line();
}

std::string windowLine(const std::string& id, const Heard& heard) {
  return answer(id, "window")
      .number("start", heard.window.start)
      .number("end", heard.window.end)
      .text("text", heard.text)
      .raw("words", wordsOf(heard))
      .raw("tokens", tokensOf(heard))
      .number("meanLogProbability", heard.meanLogProbability, kFine)
      .number("noSpeech", heard.noSpeech, kFine)
      .number("temperature", heard.temperature)
      .flag("looped", heard.looped)
      .line();
}

std::string languageLine(const std::string& id, const Language& language) {
  return answer(id, "language")
      .text("language", language.code)
      .number("probability", language.probability, kFine)
      .line();
}

std::string tokensLine(const std::string& id, int count) {
  return answer(id, "tokens").number("count", count).line();
}

std::string doneLine(const std::string& id, double seconds, double cpu, const Spent& s) {
  const JsonObject spent = JsonObject()
                               .number("speech", s.speech)
                               .number("mel", s.mel)
                               .number("convolution", s.convolution)
                               .number("encoder", s.encoder)
                               .number("encoderAttention", s.attention)
                               .number("cross", s.cross)
                               .number("decoder", s.decoder)
                               .number("logits", s.logits)
                               .number("search", s.search)
                               .number("words", s.words);
  return answer(id, "done")
      .number("seconds", seconds)
      .number("cpuSeconds", cpu)
      .raw("spent", spent.json())
      .line();
}

}  // namespace engine
