#include "windows.hpp"

#include <algorithm>
#include <cmath>

namespace engine {
namespace {

/** Two frames of the VAD. */
constexpr double kShortestPause = 0.064;
/** How much of the pause on either side belongs to a window; of a shorter pause, half. */
constexpr double kMargin = 0.2;
/**
 * At a shorter pause a word may be cut. Then a window hears this much of the next one, and `words/seams.ts`
 * takes each word from one of them. The next one still begins at the cut: where a window begins in the middle
 * of a word, Whisper may take everything after it for silence.
 */
constexpr double kSafePause = 0.1, kOverlap = 1.0;
/**
 * How much of a window a second of pause at a cut is worth, so that a pause of 1.7 s is always cut: without
 * timestamps, Whisper may take a pause for the end, and lose what is said after it.
 */
constexpr double kPauseWorth = 0.6;

/** Finds the frame in the middle half where speech, counting the neighbours, is least likely. */
size_t leastLikely(const std::vector<float>& p, size_t begin, size_t end) {
  const size_t quarter = (end - begin) / 4;
  size_t best = (begin + end) / 2;
  float least = 1e9f;
  for (size_t i = begin + quarter; i < end - quarter; ++i) {
    float sum = 0;
    for (size_t j = std::max(i, begin + 2) - 2; j <= std::min(i + 2, end - 1); ++j) sum += p[j];
    if (sum < least) {
      least = sum;
      best = i;
    }
  }
  return best;
}

/** Drops clicks and beats, which are too short to be speech: Whisper invents words for them. */
std::vector<Span> spoken(const std::vector<Span>& spans, const std::vector<Span>& speech) {
  std::vector<Span> found;
  size_t at = 0;
  for (const Span& span : spans) {
    while (at < speech.size() && speech[at].end <= span.start) ++at;
    if (at < speech.size() && speech[at].start < span.end) found.push_back(span);
  }
  return found;
}

}  // namespace

std::vector<Span> talk(const std::vector<float>& p, double threshold, double pause, double longest) {
  struct Frames {
    size_t begin, end;
  };
  std::vector<Frames> runs;
  const size_t least = std::max<size_t>(1, (size_t)std::lround(pause / kVadSeconds));
  const double low = std::max(threshold - 0.15, 0.01);
  bool inside = false;
  size_t begin = 0, silent = 0;
  for (size_t i = 0; i < p.size(); ++i) {
    if (p[i] >= threshold) {
      if (!inside) begin = i;
      inside = true;
      silent = 0;
    } else if (inside && (silent > 0 || p[i] < low)) {
      if (++silent < least) continue;
      runs.push_back({begin, i + 1 - silent});
      inside = false;
      silent = 0;
    }
  }
  if (inside) runs.push_back({begin, p.size()});
  const size_t most = (size_t)(longest / kVadSeconds);
  for (size_t i = 0; i < runs.size();) {
    if (runs[i].end - runs[i].begin <= most) {
      ++i;
      continue;
    }
    const size_t cut = leastLikely(p, runs[i].begin, runs[i].end);
    runs.insert(runs.begin() + i + 1, {cut, runs[i].end});
    runs[i].end = cut;
  }
  std::vector<Span> spans;
  for (const Frames& run : runs) spans.push_back({run.begin * kVadSeconds, run.end * kVadSeconds});
  return spans;
}

std::vector<Span> spokenParts(const std::vector<float>& p, double threshold) {
  constexpr double kPause = 0.096, kEndless = 1e9;
  return talk(p, threshold, kPause, kEndless);
}

std::vector<Span> cutWindows(const std::vector<float>& p, double threshold, double longest, double seconds) {
  const std::vector<Span> spans =
      spoken(talk(p, threshold, kShortestPause, longest - kOverlap), speechSpans(p, threshold));
  const size_t n = spans.size();
  auto pauseBefore = [&](size_t i) {
    return i == 0 || i == n ? 2 * kMargin : spans[i].start - spans[i - 1].end;
  };
  auto marginAt = [&](size_t i) { return std::min(kMargin, pauseBefore(i) / 2); };
  auto window = [&](size_t i, size_t j) {
    const double after = pauseBefore(j) < kSafePause ? kOverlap : marginAt(j);
    return Span{std::max(0.0, spans[i].start - marginAt(i)), std::min(seconds, spans[j - 1].end + after)};
  };
  // cost[j]: the cost of the best windows over the first j stretches; from[j]: where the last one begins.
  std::vector<double> cost(n + 1, 1e18);
  std::vector<size_t> from(n + 1, 0);
  cost[0] = 0;
  for (size_t j = 1; j <= n; ++j)
    for (size_t i = j; i-- > 0;) {
      const Span all = window(i, j);
      if (all.end - all.start > longest + 2 * kMargin && j - i > 1) break;
      const double sum = cost[i] + 1.0 - kPauseWorth * pauseBefore(j);
      if (sum < cost[j]) {
        cost[j] = sum;
        from[j] = i;
      }
    }
  std::vector<Span> windows;
  for (size_t j = n; j > 0; j = from[j]) windows.push_back(window(from[j], j));
  std::reverse(windows.begin(), windows.end());
  return windows;
}

}  // namespace engine
