#include "CProcessor.h"
#include "CVectorKernels.h"

extern const cvk_table cvk_baseline_table;
#if defined(__x86_64__)
extern const cvk_table cvk_avx512_table, cvk_avx2_table;
static const cvk_table *const all[] = {&cvk_avx512_table, &cvk_avx2_table, &cvk_baseline_table};
#else
static const cvk_table *const all[] = {&cvk_baseline_table};
#endif

const cvk_table *const *cvk_tables(size_t *count) {
  size_t first = processor_first_table();
  *count = sizeof all / sizeof *all - first;
  return all + first;
}
