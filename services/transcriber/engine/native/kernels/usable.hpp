// The kernels that are taken on this machine, of those that `choose.cpp` finds its processor able to run.
#pragma once
#include <string>
#include <vector>

namespace engine {

/** A file beside the program: names of kernels, a line each, that did not hear what they should where it was
 * built. */
constexpr const char* kFailedKernels = "failed-kernels";

/** Names, the best first, never none: the plain ones are there where no others are. */
std::vector<std::string> usableKernels();

}  // namespace engine
