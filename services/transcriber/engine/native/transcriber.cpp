#include "transcriber.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <optional>

#include "errors.hpp"

namespace engine {
namespace {

/** Half of the text that the decoder takes, minus the token before it, as in OpenAI's code. */
constexpr int kLongestPrompt = 223;
constexpr int kMostTokens = 224;
/** More than anybody says: a longer text is a loop. */
constexpr double kTokensPerSecond = 20, kTokensAtLeast = 24;
/** OpenAI's limits: a text below them is tried again at a higher temperature, or taken for silence. */
constexpr double kUnlikely = -1.0, kSilent = 0.6;
/** How many candidates there are at a temperature above 0. */
constexpr int kCandidates = 5;
constexpr double kFrameSeconds = 0.02;
/** The memory for the sound of all windows that are decoded together; a single one may take more. */
constexpr size_t kMostSound = 128 << 20;

/** The most that a window's keys and values take: a byte each, plus an eighth for scales. */
size_t bytesOfSound(const Sizes& s) { return (size_t)s.textLayers * s.textState * s.audioFrames * 2 / 8 * 9; }

}  // namespace

/** One of the windows that are decoded together. */
struct Transcriber::Slot {
  Slot(const Sizes& sizes, size_t heads) : memory(sizes, heads) {}

  Memory memory;
  std::optional<Search> search;
  size_t index = 0;
  Span window{0, 0};
  /** An index into the temperatures. */
  size_t attempt = 0;
  /** The best failed attempt, and whether it is being repeated, to be accepted as it is. */
  size_t best = 0;
  double bestMean = 0;
  bool isAgain = false;
  int prompt = 0;
  double noSpeech = 0;
  bool busy = false;
};

Transcriber::Transcriber(const Model& model, const Kernels& kernels)
    : model_(model),
      kernels_(kernels),
      alignment_(alignmentOf(model.sizes, model.vocabulary.multilingual())),
      encoder_(model, kernels, spent_),
      decoder_(model, kernels, spent_, alignment_.heads) {}

std::vector<int> Transcriber::promptTokens(const std::string& prompt) const {
  return prompt.empty() ? std::vector<int>() : model_.vocabulary.tokenize(" " + prompt);
}

void Transcriber::check(const Settings& settings) const {
  const Vocabulary& v = model_.vocabulary;
  if (!v.multilingual() && (settings.translate || (settings.language != "auto" && settings.language != "en")))
    throw Failure("BadJob", "This model knows English only");
  if (settings.language != "auto" && v.multilingual() && v.language(settings.language) == 0)
    throw Failure("BadJob", "This model knows no language called " + settings.language);
  const int tokens = countTokens(settings.prompt);
  if (tokens > kLongestPrompt)
    throw Failure("BadJob", "The prompt has " + std::to_string(tokens) + " tokens, and Whisper takes " +
                                std::to_string(kLongestPrompt));
}

std::vector<int> Transcriber::startTokens(const Settings& settings, int language) const {
  const Vocabulary& v = model_.vocabulary;
  std::vector<int> tokens;
  const std::vector<int> prompt = promptTokens(settings.prompt);
  if (!prompt.empty()) tokens.push_back(v.previous());
  tokens.insert(tokens.end(), prompt.begin(), prompt.end());
  tokens.push_back(v.start());
  if (v.multilingual()) {
    tokens.push_back(language);
    tokens.push_back(settings.translate ? v.translate() : v.transcribe());
  }
  tokens.push_back(v.noTimestamps());
  return tokens;
}

Language Transcriber::detectLanguage(const int16_t* samples, int count) {
  const Vocabulary& v = model_.vocabulary;
  if (!v.multilingual()) return {"en", 1.0};
  Memory memory(model_.sizes, 0);
  encoder_.encode(samples, count, memory.cross);
  memory.grow(1);
  decoder_.step({{&memory, 0, v.start(), 0, nullptr, false}});
  const std::vector<float> logits = decoder_.outputs(0, v.firstLanguage(), v.languages());
  const auto best = std::max_element(logits.begin(), logits.end());
  double sum = 0;
  for (float x : logits) sum += std::exp((double)x - *best);
  return {v.languageCode(v.firstLanguage() + (int)(best - logits.begin())), 1 / sum};
}

void Transcriber::open(Slot& slot, const std::vector<int16_t>& samples, const Settings& settings,
                       const std::vector<int>& start) {
  const size_t from = std::min(samples.size(), (size_t)std::lround(slot.window.start * kRate));
  const size_t to = std::min(samples.size(), (size_t)std::lround(slot.window.end * kRate));
  encoder_.encode(samples.data() + from, (int)(to - from), slot.memory.cross);
  slot.attempt = 0;
  slot.isAgain = false;
  slot.busy = true;
  begin(slot, settings, start);
}

/** Feeds the prompt, and takes the first tokens. */
void Transcriber::begin(Slot& slot, const Settings& settings, const std::vector<int>& start) {
  const Vocabulary& v = model_.vocabulary;
  slot.prompt = (int)start.size();
  const double temperature = settings.temperatures[slot.attempt];
  const int width = temperature > 0 ? kCandidates : settings.beams;
  slot.memory.restart(width);
  slot.memory.grow(slot.prompt);
  const std::vector<uint8_t> lanes(start.size(), 0);
  std::vector<Column> columns;
  for (int i = 0; i < slot.prompt; ++i)
    columns.push_back({&slot.memory, i, start[i], 0, lanes.data(), i + 1 == slot.prompt});
  float* logits = decoder_.step(columns);
  if (slot.attempt == 0 && !slot.isAgain) {
    const int at = (int)(std::find(start.begin(), start.end(), v.start()) - start.begin());
    std::vector<float> all = decoder_.outputs(at, 0, model_.sizes.vocabulary);
    slot.noSpeech = std::exp(all[v.noSpeech()] - kernels_.logSumExp(all.data(), (int)all.size()));
  }
  const double seconds = slot.window.end - slot.window.start;
  const int most = std::min({kMostTokens, model_.sizes.textFrames - slot.prompt - 1,
                             (int)(kTokensAtLeast + kTokensPerSecond * seconds)});
  const uint64_t seed = (uint64_t)std::llround(slot.window.start * 1000) * 16 + slot.attempt;
  slot.search.emplace(v, kernels_, width, temperature, slot.prompt, std::max(1, most), seed);
  slot.search->advance(logits, decoder_.stride());
}

bool Transcriber::close(Slot& slot, const Settings& settings) {
  const double mean = slot.search->best().mean();
  const bool looped = slot.search->looped(), isLikely = mean >= kUnlikely;
  const bool isSilent = slot.noSpeech > kSilent && !isLikely;
  if (slot.isAgain || isSilent || (isLikely && !looped)) return true;
  // A high temperature makes a text less likely, so a loop is better than a few random words.
  if (slot.attempt == 0 || (!looped && mean > slot.bestMean)) {
    slot.best = slot.attempt;
    slot.bestMean = mean;
  }
  if (slot.attempt + 1 < settings.temperatures.size()) {
    ++slot.attempt;
    return false;
  }
  if (slot.best == slot.attempt) return true;
  slot.attempt = slot.best;
  slot.isAgain = true;
  return false;
}

void Transcriber::giveTimes(Slot& slot, const Hypothesis& text, std::vector<Word>& words) {
  const double seconds = slot.window.end - slot.window.start;
  const int frames =
      std::min(slot.memory.cross.dense(), std::max(8, (int)std::ceil(seconds / kFrameSeconds)));
  const int heads = (int)decoder_.heads().size();
  AttentionMap map{(int)text.tokens.size() + 1, heads, frames, {}};
  map.weights.resize((size_t)map.tokens * heads * frames);
  for (int t = 0; t < map.tokens; ++t) {
    // A token's weights belong to the step that produced it, which was fed the token before. If a text has
    // no end, its last token was never fed.
    const int position =
        std::min({slot.prompt - 1 + t, (int)text.lanes.size() - 1, slot.memory.positions() - 1});
    for (int h = 0; h < heads; ++h) {
      const uint16_t* from = slot.memory.weights(position, text.lanes[position], h);
      for (int f = 0; f < frames; ++f) {
        const uint32_t bits = (uint32_t)from[f] << 16;
        memcpy(map.row(t, h) + f, &bits, 4);
      }
    }
  }
  std::vector<double> starts;
  for (int frame : alignTokens(kernels_, map)) starts.push_back(slot.window.start + frame * kFrameSeconds);
  timeWords(words, starts, alignment_.late);
}

Heard Transcriber::result(Slot& slot, const std::vector<Span>& speech, const Settings& settings) {
  const double before = cpuSeconds();
  const Hypothesis& best = slot.search->best();
  Heard heard{
      slot.window,          "", {}, {}, best.mean(), slot.noSpeech, settings.temperatures[slot.attempt],
      slot.search->looped()};
  if (!(slot.noSpeech > kSilent && best.mean() < kUnlikely)) {
    heard.tokens = best.tokens;
    heard.words = splitWords(best.tokens, model_.vocabulary);
    std::string bytes;
    for (const Token& token : best.tokens) bytes += model_.vocabulary.text(token.id);
    heard.text = cleanText(bytes);
    if (settings.words && !best.tokens.empty()) {
      giveTimes(slot, best, heard.words);
      holdToSpeech(heard.words, speech, slot.window);
    } else {
      heard.words.clear();
    }
  }
  spent_.words += cpuSeconds() - before;
  return heard;
}

void Transcriber::transcribe(const std::vector<int16_t>& samples, const std::vector<Span>& windows,
                             const std::vector<Span>& speech, const Settings& settings,
                             const std::function<void(const Heard&)>& use) {
  check(settings);
  int language = model_.vocabulary.language(settings.language);
  if (model_.vocabulary.multilingual() && language == 0 && !windows.empty()) {
    const size_t from = std::min(samples.size(), (size_t)(windows[0].start * kRate));
    const size_t to = std::min(samples.size(), (size_t)(windows[0].end * kRate));
    language = model_.vocabulary.language(detectLanguage(samples.data() + from, (int)(to - from)).code);
  }
  const std::vector<int> start = startTokens(settings, language);
  std::vector<std::unique_ptr<Slot>> slots;
  const size_t wanted = std::min(windows.size(), (size_t)settings.slots);
  while (slots.size() < wanted &&
         (slots.empty() || (slots.size() + 1) * bytesOfSound(model_.sizes) <= kMostSound))
    slots.push_back(std::make_unique<Slot>(model_.sizes, decoder_.heads().size()));

  std::map<size_t, Heard> waiting;
  size_t next = 0, told = 0;
  auto finish = [&](Slot& slot) {
    while (slot.search->finished()) {
      if (close(slot, settings)) {
        waiting.emplace(slot.index, result(slot, speech, settings));
        slot.busy = false;
        return;
      }
      begin(slot, settings, start);
    }
  };
  while (told < windows.size()) {
    for (auto& slot : slots)
      while (!slot->busy && next < windows.size()) {
        slot->index = next;
        slot->window = windows[next++];
        open(*slot, samples, settings, start);
        finish(*slot);
      }
    std::vector<Column> columns;
    for (auto& slot : slots) {
      if (!slot->busy) continue;
      const std::vector<Hypothesis>& live = slot->search->live();
      const int position = slot->prompt + (int)live[0].tokens.size() - 1;
      slot->memory.grow(1);
      for (size_t lane = 0; lane < live.size(); ++lane)
        columns.push_back(
            {&slot->memory, position, live[lane].tokens.back().id, (int)lane, live[lane].lanes.data(), true});
    }
    if (!columns.empty()) {
      float* logits = decoder_.step(columns);
      const double before = cpuSeconds();
      for (auto& slot : slots) {
        if (!slot->busy) continue;
        float* own = logits;
        logits += slot->search->live().size() * decoder_.stride();
        slot->search->advance(own, decoder_.stride());
      }
      spent_.search += cpuSeconds() - before;
      for (auto& slot : slots)
        if (slot->busy) finish(*slot);
    }
    for (auto found = waiting.find(told); found != waiting.end(); found = waiting.find(++told)) {
      use(found->second);
      waiting.erase(found);
    }
  }
}

}  // namespace engine
