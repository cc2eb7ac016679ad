// Cuts a sound into few windows that contain all speech, end in pauses and are no longer than Whisper hears.
#pragma once
#include <vector>

#include "vad.hpp"

namespace engine {

/** Whisper hears 30 s. The half second covers the distance between the VAD's frames and the words. */
constexpr double kLongestWindow = 29.5;

/**
 * Finds stretches of speech between pauses of at least `pause` seconds, the shortest that may be cut. A
 * stretch longer than `longest` is cut where speech is least likely.
 */
std::vector<Span> talk(const std::vector<float>& probabilities, double threshold, double pause,
                       double longest);

/** Finds where words may be: stretches of talk, without the pauses of 0.1 s and more. */
std::vector<Span> spokenParts(const std::vector<float>& probabilities, double threshold);

/**
 * Returns windows in order. They overlap where no pause is long enough to be sure that no word is cut.
 * @param seconds the length of the whole sound
 */
std::vector<Span> cutWindows(const std::vector<float>& probabilities, double threshold, double longest,
                             double seconds);

}  // namespace engine
