// The kernels to use on this machine, out of those that `choose.cpp` finds its processor able to run.
#pragma once
#include <string>
#include <vector>

namespace engine {

/**
 * A file next to the program with one name per line: kernels that failed to transcribe the test recording
 * when the program was built.
 */
constexpr const char* kFailedKernels = "failed-kernels";

/** Names, the best first. If no others are usable, the plain kernels are listed. */
std::vector<std::string> usableKernels();

}  // namespace engine
