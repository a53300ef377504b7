#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(                                                                                 \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512vnni,avx2,fma"), min_vector_width(512))), \
    apply_to = function)
#define CVF_NAME cvk_avx512_vnni
#define CVF_LABEL "avx512-vnni"
#define CVF_LARGEST 127
#define CVF_OFFSET 128
#define CVF_STEP(sums, query, panel) _mm512_dpbusd_epi32(sums, query, panel)
#include "avx512.inc"
#include "kernels.inc"
#pragma clang attribute pop
#endif
