// Which stretches of a sound are heard as one: the fewest that hold all speech, none longer than Whisper
// hears, cut in pauses.
#pragma once
#include <vector>

#include "vad.hpp"

namespace engine {

/** Whisper hears 30 s; the half second is for what lies between a VAD's frame and a word. */
constexpr double kLongestWindow = 29.5;

/**
 * Stretches of speech between pauses of at least `pause` seconds, the shortest that a cut may lie in; longer
 * ones than `longest` are cut where speech is least likely.
 */
std::vector<Span> talk(const std::vector<float>& probabilities, double threshold, double pause,
                       double longest);

/** Where words may be: stretches of talk, with pauses of 0.1 s and more left out. */
std::vector<Span> spokenParts(const std::vector<float>& probabilities, double threshold);

/** Windows in rising order, which do not overlap. @param seconds of the whole sound */
std::vector<Span> cutWindows(const std::vector<float>& probabilities, double threshold, double longest,
                             double seconds);

}  // namespace engine
