#include "CProcessor.h"
#include "CRepulsionKernels.h"

extern const crk_table crk_baseline_table;
#if defined(__x86_64__)
extern const crk_table crk_avx512_table, crk_avx2_table;
static const crk_table *const all[] = {&crk_avx512_table, &crk_avx2_table, &crk_baseline_table};
#else
static const crk_table *const all[] = {&crk_baseline_table};
#endif

const crk_table *const *crk_tables(size_t *count) {
  size_t first = processor_first_table();
  *count = sizeof all / sizeof *all - first;
  return all + first;
}
