// Finds the kernels that this processor and its operating system can run.
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>

#include "kernels.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#elif defined(__aarch64__) && defined(__APPLE__)
#include <sys/sysctl.h>
#endif

namespace engine {
namespace {

#if defined(__x86_64__)
struct Registers {
  unsigned a = 0, b = 0, c = 0, d = 0;
};

Registers cpuid(unsigned leaf, unsigned sub = 0) {
  Registers r;
  // A virtual machine may know fewer CPUID leaves than its processor.
  if ((unsigned)__get_cpuid_max(0, nullptr) >= leaf) __cpuid_count(leaf, sub, r.a, r.b, r.c, r.d);
  return r;
}

bool has(unsigned value, unsigned bit) { return (value >> bit & 1) != 0; }

/** The registers that the operating system saves: bits 1 and 2 for AVX, also 5 to 7 for AVX-512. */
unsigned savedStates() {
  if (!has(cpuid(1).c, 27)) return 0;
  unsigned low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

[[maybe_unused]] bool runsSse4() { return has(cpuid(1).c, 9) && has(cpuid(1).c, 19); }

[[maybe_unused]] bool runsAvx2() {
  const unsigned c = cpuid(1).c;
  const bool hasAll = has(c, 28) && has(c, 12) && has(c, 29) && has(cpuid(7).b, 5) && has(cpuid(7).b, 8);
  return hasAll && (savedStates() & 0x6) == 0x6;
}

[[maybe_unused]] bool runsAvxVnni() { return runsAvx2() && cpuid(7).a >= 1 && has(cpuid(7, 1).a, 4); }

[[maybe_unused]] bool runsAvx512() {
  const Registers r = cpuid(7);
  const bool hasAll = has(r.b, 16) && has(r.b, 17) && has(r.b, 30) && has(r.b, 31) && has(r.c, 11);
  return runsAvx2() && hasAll && (savedStates() & 0xe6) == 0xe6;
}
#elif defined(__aarch64__)
[[maybe_unused]] bool runsDotprod() {
#if defined(__linux__)
  return (getauxval(AT_HWCAP) >> 20 & 1) != 0;
#elif defined(__APPLE__)
  int value = 0;
  size_t size = sizeof value;
  return sysctlbyname("hw.optional.arm.FEAT_DotProd", &value, &size, nullptr, 0) == 0 && value == 1;
#else
  return false;
#endif
}
#endif

}  // namespace

const KernelChoice* kernelChoices(int& count) {
  static const KernelChoice choices[] = {
#ifdef WITH_avx512
      {"avx512", &avx512Kernels(), runsAvx512()},
#endif
#ifdef WITH_avxvnni
      {"avxvnni", &avxVnniKernels(), runsAvxVnni()},
#endif
#ifdef WITH_avx2
      {"avx2", &avx2Kernels(), runsAvx2()},
#endif
#ifdef WITH_sse4
      {"sse4", &sse4Kernels(), runsSse4()},
#endif
#ifdef WITH_dotprod
      {"dotprod", &dotprodKernels(), runsDotprod()},
#endif
      {"plain", &plainKernels(), true},
  };
  count = sizeof choices / sizeof choices[0];
  return choices;
}

const Kernels& chooseKernels(const char* name) {
  int count;
  const KernelChoice* choices = kernelChoices(count);
  for (int i = 0; i < count; ++i) {
    const bool wanted = name == nullptr || *name == '\0' || strcmp(name, choices[i].name) == 0;
    if (wanted && choices[i].runs) return *choices[i].kernels;
  }
  throw std::runtime_error(std::string("This processor cannot run the kernels called ") + name);
}

}  // namespace engine
