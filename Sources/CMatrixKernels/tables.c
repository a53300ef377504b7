#include "CMatrixKernels.h"
#include "CProcessor.h"

extern const cmk_table cmk_baseline_table;
#if defined(__x86_64__)
extern const cmk_table cmk_avx512_table, cmk_avx2_table;
static const cmk_table *const all[] = {&cmk_avx512_table, &cmk_avx2_table, &cmk_baseline_table};
#else
static const cmk_table *const all[] = {&cmk_baseline_table};
#endif

const cmk_table *const *cmk_tables(size_t *count) {
  size_t first = processor_first_table();
  *count = sizeof all / sizeof *all - first;
  return all + first;
}
