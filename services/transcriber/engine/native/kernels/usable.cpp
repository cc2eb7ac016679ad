#include "usable.hpp"

#include <climits>
#include <cstdlib>
#include <fstream>
#include <set>

#include "kernels.hpp"

#if defined(__APPLE__)
#include <mach-o/dyld.h>
#endif

namespace engine {
namespace {

/** The program's folder, with a trailing slash and links resolved; '' if the system does not tell. */
std::string ownFolder() {
  std::string path = "/proc/self/exe";
#if defined(__APPLE__)
  char name[PATH_MAX];
  uint32_t size = sizeof name;
  path = _NSGetExecutablePath(name, &size) == 0 ? name : "";
#endif
  char* real = realpath(path.c_str(), nullptr);
  if (real == nullptr) return "";
  path = real;
  free(real);
  return path.substr(0, path.rfind('/') + 1);
}

std::set<std::string> failedKernels() {
  std::set<std::string> names;
  const std::string folder = ownFolder();
  if (folder.empty()) return names;
  std::ifstream file(folder + kFailedKernels);
  for (std::string line; std::getline(file, line);) names.insert(line);
  return names;
}

}  // namespace

std::vector<std::string> usableKernels() {
  const std::set<std::string> failed = failedKernels();
  int count;
  const KernelChoice* choices = kernelChoices(count);
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i)
    if (choices[i].runs && failed.count(choices[i].name) == 0) names.push_back(choices[i].name);
  if (names.empty()) names.push_back(choices[count - 1].name);
  return names;
}

}  // namespace engine
