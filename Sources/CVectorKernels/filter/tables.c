#include "CProcessor.h"
#include "CVectorFilter.h"

#if defined(__x86_64__)
extern const cvk_filter cvk_avx512_vnni_filter, cvk_avx512_filter, cvk_avx2_filter;
static const cvk_filter *const all[] = {&cvk_avx512_vnni_filter, &cvk_avx512_filter, &cvk_avx2_filter};

const cvk_filter *const *cvk_filters(size_t *count) {
  // Where there are no products of bytes in one instruction, the first is left out as well; without AVX2 there is none.
  size_t first = processor_first_table() + 1;
  if (first == 1 && processor_multiplies_bytes()) first = 0;
  *count = sizeof all / sizeof *all - first;
  return all + first;
}
#else
const cvk_filter *const *cvk_filters(size_t *count) {
  *count = 0;
  return 0;
}
#endif
