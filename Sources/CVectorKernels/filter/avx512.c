#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(                                                                      \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx2,fma"), min_vector_width(512))), \
    apply_to = function)
#define CVF_NAME cvk_avx512
#define CVF_LABEL "avx512"
// Two products of 127 · 127 fit into 16 bits.
#define CVF_LARGEST 63
#define CVF_OFFSET 64
#define CVF_STEP(sums, query, panel) \
  _mm512_add_epi32(sums, _mm512_madd_epi16(_mm512_maddubs_epi16(query, panel), _mm512_set1_epi16(1)))
#include "avx512.inc"
#include "kernels.inc"
#pragma clang attribute pop
#endif
