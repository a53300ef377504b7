// Inner loops of t-SNE and of exact neighbours, compiled for several processors in one library.
//
// Each processor has one table of functions; the caller asks for the best table once and calls through it. All tables
// compute the same formulas; the order of summation, and so the last bits, belongs to the table.

#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct crk_table {
  // "avx512", "avx2", "baseline" (x86-64 without either, or an unknown processor) or "neon".
  const char *name;
  // How many points make a panel, for `distances`.
  size_t panel;

  // The repulsion of many sources on each target, added to what is there: with d = target − source and
  // q = 1 / (1 + |d|²), `fx` and `fy` gain Σ w q² d, `z` gains Σ w q.
  //
  // `weights` may be null: every source weighs 1. No two points may be further apart than 3·10⁴.
  void (*repel)(const float *tx, const float *ty, size_t targets, const float *sx, const float *sy,
                const float *weights, size_t sources, float *fx, float *fy, float *z);

  // The attraction of one point's neighbours: force[0] and force[1] receive Σ p q d with d = point − neighbour.
  //
  // `points` holds x and y of each point in turn.
  void (*attract)(const float *points, size_t point, const uint32_t *neighbours, const float *p, size_t count,
                  float force[2]);

  // Squared distances of up to four queries to the points of some panels.
  //
  // A panel holds its points column by column: `[columns][panel]`. Query q is at `queries + q·columns`; its distances
  // go to `out + q·panels·panel`.
  void (*distances)(const float *queries, size_t count, const float *points, size_t panels, size_t columns, float *out);

  // The positions of the values below a limit, ascending; returns how many.
  size_t (*below)(const float *values, size_t count, float limit, uint32_t *positions);
} crk_table;

// The tables that this processor can run, best first; `count` receives how many.
const crk_table *const *crk_tables(size_t *count);
