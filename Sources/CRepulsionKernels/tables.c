#include "CProcessor.h"
#include "CRepulsionKernels.h"

extern const crk_table crk_baseline_table;
#if defined(__x86_64__)
extern const crk_table crk_avx512_vnni_table, crk_avx512_table, crk_avx2_table;
static const crk_table *const all[] = {&crk_avx512_table, &crk_avx2_table, &crk_baseline_table};
// Processors with these instructions have them in place of others, to the same effect.
static const crk_table *const vnni[] = {&crk_avx512_vnni_table, &crk_avx2_table, &crk_baseline_table};
#else
static const crk_table *const all[] = {&crk_baseline_table};
#endif

const crk_table *const *crk_tables(size_t *count) {
  size_t first = processor_first_table();
  *count = sizeof all / sizeof *all - first;
#if defined(__x86_64__)
  if (first == 0 && __builtin_cpu_supports("avx512vnni")) return vnni;
#endif
  return all + first;
}
