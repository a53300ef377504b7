#include "CRepulsionKernels.h"

extern const crk_table crk_baseline_table;
#if defined(__x86_64__)
extern const crk_table crk_avx2_table;
extern const crk_table crk_avx512_table;
#endif

const crk_table *const *crk_tables(size_t *count) {
#if defined(__x86_64__)
  static const crk_table *const best_first[] = {&crk_avx512_table, &crk_avx2_table, &crk_baseline_table};
  // Asks the operating system too: wide registers are of no use where it does not save them.
  __builtin_cpu_init();
  int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  int avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
  size_t skipped = avx512 ? 0 : avx2 ? 1 : 2;
  *count = 3 - skipped;
  return best_first + skipped;
#else
  static const crk_table *const only[] = {&crk_baseline_table};
  *count = 1;
  return only;
#endif
}
