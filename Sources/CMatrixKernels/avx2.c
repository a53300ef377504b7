#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define CMK_NAME cmk_avx2
#define CMK_LABEL "avx2"
#define CMK_LANES 8
#define CMK_ROWS 6
#include "kernels.inc"
#pragma clang attribute pop
#endif
