// What every processor of the platform runs: SSE2 on x86-64, Neon on arm64.
#define CMK_NAME cmk_baseline
#if defined(__aarch64__)
#define CMK_LABEL "neon"
#define CMK_ROWS 12
#else
#define CMK_LABEL "baseline"
#define CMK_ROWS 6
#endif
#define CMK_LANES 4
#include "kernels.inc"
