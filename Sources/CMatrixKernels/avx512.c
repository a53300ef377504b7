#if defined(__x86_64__)
#pragma clang attribute push(                                                                      \
    __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"), min_vector_width(512))), \
    apply_to = function)
#define CMK_NAME cmk_avx512
#define CMK_LABEL "avx512"
#define CMK_LANES 16
#define CMK_ROWS 14
#include "kernels.inc"
#pragma clang attribute pop
#endif
