// Inner loops over rows of floats, compiled for several processors in one library.
//
// Each processor has one table of functions; the caller asks for the best table once and calls through it. All tables
// compute the same formulas; the order of summation inside a dot product, and so its last bits, belongs to the table.

#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct cvk_table {
  // "avx512", "avx2", "baseline" (x86-64 without either, or an unknown processor) or "neon".
  const char *name;

  // Σ x[i]·y[i]
  float (*dot)(const float *x, const float *y, size_t count);
  // y[i] += a·x[i]
  void (*axpy)(float a, const float *x, float *y, size_t count);
  // x[i] *= a
  void (*scale)(float a, float *x, size_t count);
  // out[r] = Σ x[r·stride + i]·y[i]: one vector against many rows.
  void (*dot_rows)(const float *x, size_t rows, size_t stride, const float *y, float *out, size_t count);
} cvk_table;

// The tables that this processor can run, best first; `count` receives how many.
const cvk_table *const *cvk_tables(size_t *count);
