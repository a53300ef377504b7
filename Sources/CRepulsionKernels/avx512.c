#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(                                                                      \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx2,fma"), min_vector_width(512))), \
    apply_to = function)
#define CRK_NAME crk_avx512
#define CRK_LABEL "avx512"
#define CRK_LANES 16
#include "kernels.inc"
#pragma clang attribute pop
#endif
