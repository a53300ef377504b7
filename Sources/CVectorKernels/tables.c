#include "CVectorKernels.h"

extern const cvk_table cvk_baseline_table;
#if defined(__x86_64__)
extern const cvk_table cvk_avx512_table;
extern const cvk_table cvk_avx2_table;
#endif

const cvk_table *const *cvk_tables(size_t *count) {
#if defined(__x86_64__)
  static const cvk_table *const all[] = {&cvk_avx512_table, &cvk_avx2_table, &cvk_baseline_table};
  // The libc-independent check also asks whether the operating system saves the wide registers.
  __builtin_cpu_init();
  size_t first = 2;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) first = 1;
  if (first == 1 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq"))
    first = 0;
  *count = 3 - first;
  return all + first;
#else
  static const cvk_table *const all[] = {&cvk_baseline_table};
  *count = 1;
  return all;
#endif
}
