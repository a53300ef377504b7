#include "CMatrixKernels.h"

extern const cmk_table cmk_baseline_table;
#if defined(__x86_64__)
extern const cmk_table cmk_avx512_table;
extern const cmk_table cmk_avx2_table;
#endif

const cmk_table *const *cmk_tables(size_t *count) {
#if defined(__x86_64__)
  static const cmk_table *const all[] = {&cmk_avx512_table, &cmk_avx2_table, &cmk_baseline_table};
  // This asks the operating system too: it must save the wide registers.
  __builtin_cpu_init();
  size_t first = 2;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    first = 1;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512bw"))
      first = 0;
  }
#else
  static const cmk_table *const all[] = {&cmk_baseline_table};
  size_t first = 0;
#endif
  *count = sizeof all / sizeof *all - first;
  return all + first;
}
