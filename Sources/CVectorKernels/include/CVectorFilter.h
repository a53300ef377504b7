// Products of rows in bytes, of which whoever rounded them knows how far they may be from the true ones: a filter that
// finds the few pairs whose product may exceed a limit, at a fraction of the cost of all products.

#pragma once

#include <stddef.h>
#include <stdint.h>

// How a row was rounded: to scale · (its bytes), which lies `distance` away from it.
typedef struct cvk_rounding {
  float scale;
  double length, rounded_length, distance;
} cvk_rounding;

// Some rows in a filter's panels, side by side: `bytes` is [quads][row][4], so that each register has four numbers of
// many rows.
typedef struct cvk_filter_panel {
  const int8_t *bytes;
  // What the sum of a row's products starts from: it takes back what the offset of the other side's bytes adds.
  const int32_t *starts;
  // The two numbers of each row that the limits of queries are made of.
  const float *steepness, *allowance;
  // The two factors of each row that its own limits are made of; for above_either alone.
  const float *slopes, *weights;
} cvk_filter_panel;

// Rows that are held against a panel: a multiple of the filter's tile.
typedef struct cvk_filter_queries {
  // [count][quads · 4], each number with the filter's offset added.
  const uint8_t *bytes;
  size_t count, quads;
  // The two factors of each row that its limits are made of.
  const float *slopes, *weights;
  // The two numbers of each row that the limits of a panel's rows are made of; for above_either alone.
  const float *steepness, *allowance;
} cvk_filter_queries;

typedef struct cvk_filter {
  // "avx512-vnni", "avx512" or "avx2".
  const char *name;
  // Rows of a panel, at most 64.
  size_t panel;
  // Rows held against a panel at once.
  size_t tile;
  // The largest number of the rows held against a panel, which is also what is added to each of their bytes plus one at
  // most; a panel's own go to 127. Where sums of two products have 16 bits, both must fit.
  int32_t largest, offset;

  // Rounds a row to bytes of at most `largest`; its numbers are finite.
  void (*round)(const float *x, size_t count, int32_t largest, int8_t *bytes, cvk_rounding *rounding);
  // Bit j of masks[i · stride] is set where Σ query i · row j > slopes[i] steepness[j] + weights[i] allowance[j], the
  // sum in whole numbers, the limit in floats with a rounding error of 2⁻²³ of either product.
  void (*above)(const cvk_filter_queries *, const cvk_filter_panel *, uint64_t *masks, size_t stride);
  // The same, also where the sum exceeds the limit of row j, slopes[j] steepness[i] + weights[j] allowance[i].
  void (*above_either)(const cvk_filter_queries *, const cvk_filter_panel *, uint64_t *masks, size_t stride);
} cvk_filter;

// The filters that this processor can run, best first, none on some; `count` receives how many.
const cvk_filter *const *cvk_filters(size_t *count);
