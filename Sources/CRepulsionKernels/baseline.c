#if defined(__x86_64__)
#include <immintrin.h>
#endif
#define CRK_NAME crk_baseline
#if defined(__aarch64__)
#define CRK_LABEL "neon"
#else
#define CRK_LABEL "baseline"
#endif
#define CRK_LANES 4
#include "kernels.inc"
