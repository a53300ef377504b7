#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define CVK_NAME cvk_avx2
#define CVK_LABEL "avx2"
#define CVK_LANES 8
#include "kernels.inc"
#pragma clang attribute pop
#endif
