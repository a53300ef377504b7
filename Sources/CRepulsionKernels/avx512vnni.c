// AVX-512 with products of integers that add up: the same results, and so the same name.
#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(                                                                                 \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vnni,avx2,fma"), min_vector_width(512))), \
    apply_to = function)
#define CRK_NAME crk_avx512_vnni
#define CRK_LABEL "avx512"
#define CRK_LANES 16
#define CRK_VNNI
#include "kernels.inc"
#pragma clang attribute pop
#endif
