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
  // q = 1 / (1 + |d|²), `fx` and `fy` gain Σ q² d, `z` gains Σ q. No two points may be further apart than 3·10⁴.
  void (*repel)(const float *tx, const float *ty, size_t targets, const float *sx, const float *sy, size_t sources,
                float *fx, float *fy, float *z);

  // The repulsion of whole groups of sources on each target, to the second moments of each group: with w its weight, d
  // from its middle and M the sums of its points' squared distances from there, xx, xy and yy,
  //
  //     φ = w q + 4 q³ dᵀM d − q² tr M
  //
  // and `fx`, `fy` gain Σ −½ ∇φ, `z` gains Σ φ. `groups` holds x, y, w, xx, xy and yy of each; there are whole
  // registers of them (`panel` / 2 each), filled up with any group that weighs and spreads 0.
  void (*repel_groups)(const float *tx, const float *ty, size_t targets, const float *const groups[6], size_t count,
                       float *fx, float *fy, float *z);

  // The attraction of the neighbours of points from `first` on: fx[i] and fy[i] receive Σ p q d with
  // d = point − neighbour, over the elements from starts[first + i] to starts[first + i + 1].
  //
  // `points` holds x and y of each point in turn. A point has whole registers of neighbours (`panel` / 2 each), filled
  // up with any point at a p of 0.
  void (*attract)(const float *points, size_t first, size_t count, const ptrdiff_t *starts, const uint32_t *neighbours,
                  const float *p, float *fx, float *fy);

  // Σ p log(1 + |d|²) over the same elements, to about 10⁻⁷ of itself.
  double (*stretch)(const float *points, size_t first, size_t count, const ptrdiff_t *starts,
                    const uint32_t *neighbours, const float *p);

  // Squared distances of up to four queries to the points of some panels.
  //
  // A panel holds its points column by column: `[columns][panel]`. Query q is at `queries + q·columns`; its distances
  // go to `out + q·panels·panel`.
  void (*distances)(const float *queries, size_t count, const float *points, size_t panels, size_t columns, float *out);

  // The positions of the values below a limit, ascending; returns how many.
  size_t (*below)(const float *values, size_t count, float limit, uint32_t *positions);

  // Squared distances of one query to chosen points, which lie row by row: the bits that `distances` gives.
  void (*distances_to)(const float *query, const float *points, size_t columns, const uint32_t *which, size_t count,
                       float *out);

  // The points of some panels that are near to up to four queries, all of them as integers: those whose squared
  // distance is at most a query's limit; each is appended to out[q] as distance · 2³² + position, positions from
  // `first` on.
  //
  // `queries` holds [pairs][2] of each query in turn, `points` [panels][pairs][panel][2], `lengths` and `squares` the
  // squared lengths, below 2²⁸: limits are below 2³⁰, and a panel's place without a point has a square of 2³⁰. Null
  // where there is no such kernel; all tables give the same.
  void (*near)(const int16_t *queries, const int32_t lengths[4], const int32_t limits[4], size_t count,
               const int16_t *points, const int32_t *squares, size_t panels, size_t pairs, uint32_t first,
               uint64_t *const out[4], size_t found[4]);
} crk_table;

// The tables that this processor can run, best first; `count` receives how many.
const crk_table *const *crk_tables(size_t *count);
