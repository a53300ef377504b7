#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define CRK_NAME crk_avx2
#define CRK_LABEL "avx2"
#define CRK_LANES 8
#include "kernels.inc"
#pragma clang attribute pop
#endif
