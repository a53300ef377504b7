// Matrix products with weights packed once, and the row functions of a transformer, compiled for several processors.
//
// Each processor has one table of functions; the caller takes the best table once, packs with it and multiplies with
// it: the packed layout belongs to the table. Every element of a product is summed in the order of k by one lane, so
// its bits depend on the table alone: not on the number of rows, on threads, or on how the work was divided.

#pragma once

#include <stddef.h>
#include <stdint.h>

// What happens to an element of the product after its bias was added.
typedef enum cmk_activation {
  CMK_IDENTITY = 0,
  CMK_GELU = 1,       // x Φ(x), by erf
  CMK_GELU_TANH = 2,  // its approximation by tanh: GPT-2's "gelu_new"
  CMK_RELU = 3,
  CMK_QUICK_GELU = 4,  // x / (1 + exp(-1.702 x)): CLIP's
  CMK_SILU = 5,        // x / (1 + exp(-x)), also called swish
} cmk_activation;

// C = activation(scale · A B + bias) + residual, for some rows of A and some panels of the packed B.
typedef struct cmk_product {
  const float *a;  // [m, k], rows a_stride floats apart
  size_t a_stride;
  size_t m, n, k;
  const float *packed;  // the whole of B, packed; or from a row on: what lies before is left out of the sum
  size_t panel_stride;  // floats from panel to panel: panel width times the rows of the whole B
  float *c;             // [m, n], rows c_stride floats apart
  size_t c_stride;
  float scale;
  const float *bias;      // [n] or null
  const float *residual;  // [m, n], rows residual_stride floats apart, or null; may be c itself
  size_t residual_stride;
  cmk_activation activation;
} cmk_product;

typedef struct cmk_table {
  // "avx512", "avx2", "baseline" or "neon".
  const char *name;
  // Columns in one panel of a packed matrix.
  size_t panel;

  // Packs panels first ..< last of B, whose element (row k, column n) is b[k·k_stride + n·n_stride], as
  // [panel][k][column]; columns past n are zeros. `packed` is the start of the whole matrix: ⌈n / panel⌉ · k · panel
  // floats.
  void (*pack)(const float *b, size_t n, size_t k, size_t n_stride, size_t k_stride, size_t first, size_t last,
               float *packed);
  // Panels first ..< last of a product.
  void (*multiply)(const cmk_product *product, size_t first, size_t last);
  // out[i] = exp(x[i] - max x) / Σ; may work in place.
  void (*softmax)(const float *x, float *out, size_t count);
  // out[i] = (x[i] - mean) / √(variance + epsilon) · weight[i] + bias[i]; may work in place.
  void (*layer_norm)(const float *x, const float *weight, const float *bias, float epsilon, float *out, size_t count);
  // out[i] = x[i] / √(mean of squares + epsilon) · weight[i]; may work in place.
  void (*rms_norm)(const float *x, const float *weight, float epsilon, float *out, size_t count);
  // out[i] = Σ x[i·stride + j] y[j]: one vector against many rows.
  void (*dot_rows)(const float *x, size_t rows, size_t stride, const float *y, float *out, size_t count);
  // x[i] ← activation(x[i]).
  void (*activate)(cmk_activation activation, float *x, size_t count);
} cmk_table;

// In how many blocks of rows a product is dealt to threads: the rows of A of one stay in the second cache while the
// panels of B pass by. Block i of `blocks` starts at row i · m / blocks.
static inline size_t cmk_row_blocks(size_t m, size_t k) {
  const size_t cache = 1 << 19, bytes = m * k * sizeof(float);
  return bytes <= cache ? 1 : (bytes + cache - 1) / cache;
}

// Lets the allocator keep up to 64 MiB that were given back, and take blocks of up to 32 MiB from them.
void cmk_keep_memory(void);

// The tables that this processor can run, best first; `count` receives how many.
const cmk_table *const *cmk_tables(size_t *count);
