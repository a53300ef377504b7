#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define CVF_NAME cvk_avx2
#define CVF_LABEL "avx2"
#define CVF_LANES 8
#define CVF_TILE 3
// Two products of 127 · 127 fit into 16 bits.
#define CVF_LARGEST 63
#define CVF_OFFSET 64
#define CVF_INTS __m256i
#define CVF_LOAD(from) _mm256_loadu_si256((const __m256i *)(from))
#define CVF_SPLAT(number) _mm256_set1_epi32(number)
#define CVF_STEP(sums, query, panel) \
  _mm256_add_epi32(sums, _mm256_madd_epi16(_mm256_maddubs_epi16(query, panel), _mm256_set1_epi16(1)))
#define CVF_FLOATS __m256
#define CVF_LOAD_FLOATS(from) _mm256_loadu_ps(from)
#define CVF_SPLAT_FLOAT(number) _mm256_set1_ps(number)
#define CVF_CONVERT(sums) _mm256_cvtepi32_ps(sums)
#define CVF_LIMIT(slope, steepness, weight, allowance) \
  _mm256_fmadd_ps(slope, steepness, _mm256_mul_ps(weight, allowance))
// What is not a number counts as above.
#define CVF_ABOVE(sums, limit) (uint64_t)_mm256_movemask_ps(_mm256_cmp_ps(sums, limit, _CMP_NLE_UQ))
#include "kernels.inc"
#pragma clang attribute pop
#endif
