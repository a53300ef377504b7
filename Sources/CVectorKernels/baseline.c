#define CVK_NAME cvk_baseline
#if defined(__aarch64__)
#define CVK_LABEL "neon"
#else
#define CVK_LABEL "baseline"
#endif
#define CVK_LANES 4
#include "kernels.inc"
