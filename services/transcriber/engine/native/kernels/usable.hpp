// The kernels to use on this machine, out of those that `choose.cpp` finds its processor able to run.
#pragma once
#include <string>
#include <vector>

namespace engine {

/** Next to the program: a name per line, for kernels that failed to transcribe the test recording. */
constexpr const char* kFailedKernels = "failed-kernels";

/** Names, the best first. If no others are usable, the plain kernels are listed. */
std::vector<std::string> usableKernels();

}  // namespace engine
