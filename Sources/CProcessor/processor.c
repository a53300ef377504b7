#include "CProcessor.h"

size_t processor_first_table(void) {
#if defined(__x86_64__)
  // This asks the operating system too: it must save the wide registers.
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return 2;
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                 __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
             ? 0
             : 1;
#else
  return 0;
#endif
}

int processor_multiplies_bytes(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512vnni") != 0;
#else
  return 0;
#endif
}
