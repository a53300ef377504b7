#include "CMatrixKernels.h"

#if defined(__GLIBC__) || defined(__linux__)
#include <malloc.h>

void cmk_keep_memory(void) {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
}
#else
void cmk_keep_memory(void) {}
#endif
