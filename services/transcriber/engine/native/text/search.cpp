#include "search.hpp"

#include <algorithm>
#include <cmath>

namespace engine {
namespace {

/** How often a speaker may repeat a phrase, by its number of tokens; longer ones use the last figure. */
constexpr int kMostTimes[] = {7, 5, 4, 3};
constexpr size_t kLongestPhrase = 16;
/** A running beam that is this much less likely than a finished one could only win by being short. */
constexpr double kBehind = 1.0;

/** SplitMix64, which gives the same numbers on every machine. */
uint64_t nextRandom(uint64_t& state) {
  uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

bool endsInLoop(const std::vector<Token>& tokens) {
  for (size_t phrase = 1; phrase <= kLongestPhrase; ++phrase) {
    const size_t most = kMostTimes[std::min<size_t>(phrase, 4) - 1];
    const size_t needed = phrase * most;
    if (tokens.size() < needed + phrase) continue;
    size_t same = 0;
    for (size_t i = tokens.size(); i-- > phrase && tokens[i].id == tokens[i - phrase].id;) ++same;
    if (same >= needed) return true;
  }
  return false;
}

Search::Search(const Vocabulary& vocabulary, const Kernels& kernels, int width, double temperature,
               int prompt, int mostTokens, uint64_t seed)
    : vocabulary_(vocabulary),
      kernels_(kernels),
      width_(width),
      mostTokens_(mostTokens),
      temperature_(temperature),
      random_(seed),
      live_(1) {
  live_[0].lanes.assign(prompt, 0);
}

void Search::suppress(float* logits, bool isFirst) const {
  for (int token : vocabulary_.nonSpeech()) logits[token] = -1e30f;
  if (isFirst)
    for (int token : vocabulary_.notFirst()) logits[token] = -1e30f;
}

Hypothesis Search::extended(const Choice& choice, int lane) const {
  Hypothesis next = live_[choice.beam];
  next.sum = choice.sum;
  next.ended = choice.token == vocabulary_.endOfText();
  if (next.ended) return next;
  next.tokens.push_back({choice.token, std::exp(choice.logProbability)});
  next.lanes.push_back((uint8_t)lane);
  return next;
}

/** The likeliest `width` texts continue; a text among them that ends is done. */
void Search::spread(std::vector<Choice>& choices) {
  std::stable_sort(choices.begin(), choices.end(),
                   [](const Choice& a, const Choice& b) { return a.sum > b.sum; });
  std::vector<Hypothesis> next;
  int taken = 0;
  for (const Choice& choice : choices) {
    if ((int)next.size() == width_) break;
    const bool ends = choice.token == vocabulary_.endOfText();
    if (!ends)
      next.push_back(extended(choice, (int)next.size()));
    else if (taken < width_)
      done_.push_back(extended(choice, 0));
    ++taken;
    if (ends && width_ == 1) break;
  }
  live_ = std::move(next);
}

Search::Choice Search::draw(float* logits, int beam) {
  const int count = vocabulary_.endOfText() + 1;
  for (int i = 0; i < count; ++i) logits[i] = (float)(logits[i] / temperature_);
  const float all = kernels_.logSumExp(logits, count);
  double left = (nextRandom(random_) >> 11) * 0x1.0p-53;
  int token = 0;
  for (int i = 0; i < count; ++i) {
    const double p = std::exp((double)logits[i] - all);
    if (p > 0) token = i;
    if ((left -= p) < 0) break;
  }
  const float logProbability = (float)((logits[token] - all));
  return {live_[beam].sum + logProbability, logProbability, beam, token};
}

void Search::advance(float* logits, size_t stride) {
  const int count = vocabulary_.endOfText() + 1;
  const bool isFirst = live_[0].tokens.empty();
  std::vector<Choice> choices;
  for (size_t b = 0; b < live_.size(); ++b) {
    float* row = logits + b * stride;
    suppress(row, isFirst);
    if (temperature_ > 0) {
      // At first all candidates have the same text: the prompt.
      const int draws = isFirst ? width_ : 1;
      std::vector<float> copy;
      for (int i = 0; i < draws; ++i) {
        copy.assign(row, row + count);
        choices.push_back(draw(copy.data(), (int)b));
      }
      continue;
    }
    Candidate best[16];
    const int found = kernels_.best(row, count, width_ + 1, best);
    const float all = kernels_.logSumExp(row, count);
    for (int i = 0; i < found; ++i)
      choices.push_back({live_[b].sum + best[i].value - all, best[i].value - all, (int)b, best[i].token});
  }
  if (temperature_ > 0) {
    std::vector<Hypothesis> next;
    for (const Choice& choice : choices) {
      Hypothesis h = extended(choice, (int)next.size());
      (h.ended ? done_ : next).push_back(std::move(h));
    }
    live_ = std::move(next);
  } else {
    spread(choices);
  }
  decideEnd();
}

void Search::decideEnd() {
  finished_ = live_.empty() || (int)live_[0].tokens.size() >= mostTokens_;
  if (temperature_ > 0) {
    finished_ = finished_ || (int)done_.size() >= width_;
  } else if (!done_.empty()) {
    finished_ = finished_ || (int)done_.size() >= width_;
    double ended = -1e18, going = -1e18;
    for (const Hypothesis& h : done_) ended = std::max(ended, h.mean());
    for (const Hypothesis& h : live_) going = std::max(going, h.mean());
    if (!live_.empty() && going < ended && live_[0].sum < done_[0].sum - kBehind) finished_ = true;
  }
  // A speaker may repeat a phrase and go on. Only a text that loops until its room is full is a loop.
  const bool isFull = !live_.empty() && (int)live_[0].tokens.size() >= mostTokens_;
  if ((isFull || (!finished_ && temperature_ > 0)) && endsInLoop(live_[0].tokens)) finished_ = looped_ = true;
  if (looped_ || (finished_ && done_.empty())) done_ = live_;
}

const Hypothesis& Search::best() const {
  return *std::max_element(done_.begin(), done_.end(),
                           [](const Hypothesis& a, const Hypothesis& b) { return a.mean() < b.mean(); });
}

}  // namespace engine
