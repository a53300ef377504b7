// Inner loops over rows of floats, compiled for several processors in one library.
//
// Each processor has one table of functions; the caller asks for the best table once and calls through it. All tables
// compute the same formulas; the order of summation inside a dot product, and so its last bits, belongs to the table.

#pragma once

#include "CVectorFilter.h"

#include <stddef.h>
#include <stdint.h>

// Some of the blocks into which the columns of a matrix are cut. A dot product is the sum over all blocks, in their
// order, of each block's own sum, so that it has the same bits whichever thread computes which block.
typedef struct cvk_blocks {
  // Where each block starts in a row of the panel that holds them, multiples of 16 floats, and the end of the last one.
  const size_t *bounds;
  size_t count;
  // How far the sums of one block lie from those of the next.
  size_t capacity;
} cvk_blocks;

// Predictions, each of which tells some rows of outputs from others.
typedef struct cvk_predictions {
  // The row that each predicts from; NULL for 0, 1, 2 …
  const uint32_t *rows;
  // [count + 1] Prediction i's targets lie from bounds[i] to bounds[i + 1] (exclusive) in targets and in labels.
  const uint32_t *bounds;
  // Rows of the outputs.
  const uint32_t *targets;
  // 1 for a target whose product is to grow, −1 for one whose product is to shrink, 0 for one that counts for nothing.
  const int8_t *labels;
  size_t count;
  // How many more predictions lie behind these in memory, to be asked for ahead of time.
  size_t following;
  // Floats in a row, a multiple of 16.
  size_t stride;
} cvk_predictions;

// Windows over consecutive words: window i reaches from starts[i] to ends[i] (exclusive). CBOW's have their centre
// inside and leave it out; skip-gram's are one side of the centre.
typedef struct cvk_windows {
  const uint32_t *words;
  const uint32_t *centers, *starts, *ends;
  size_t count;
  // All windows lie in low ..< high.
  size_t low, high;
  // How many more words lie behind these in memory, to be asked for ahead of time.
  size_t following;
  size_t stride;
} cvk_windows;

// What becomes of a word of a corpus.
typedef struct cvk_chance {
  // Its row in the matrices; the greatest number there is for a word that has none.
  uint32_t row;
  // It stays where a random number is at most this.
  uint32_t threshold;
} cvk_chance;

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

  // The number of vectors in a panel.
  size_t panel_width;
  // out[r, j] = Σ x[r·stride + i]·panel[i, j]: rows against a panel, `panel_width` vectors of `count` elements side by
  // side, `[count, panel_width]`. Each sum runs over i in order, whatever the number of rows.
  void (*panel_products)(const float *x, size_t rows, size_t stride, const float *panel, size_t count, float *out,
                         size_t out_stride);
  // out[n] = Σ x[first[n]·stride + i]·x[second[n]·stride + i], each sum over i in order: bit for bit what
  // panel_products makes of the pair.
  void (*pair_products)(const float *x, size_t stride, const uint32_t *first, const uint32_t *second, size_t pairs,
                        size_t count, float *out);

  // For each centre itself, labelled 1, and `negative` words, at most 1,024, that are drawn by Walker's alias method,
  // labelled −1, or 0 where that is the centre. A column has the share of its own word above, scaled to 32 bits, and
  // the word that has the rest below. Numbers are those of SplitMix64 after `state`, one a word, in order.
  void (*draw_targets)(const uint64_t *columns, uint32_t column_count, uint64_t state, const uint32_t *centers,
                       size_t count, size_t negative, uint32_t *targets, int8_t *labels);

  // The rows of those tokens that have one and that chance leaves in, in order; returns how many. Numbers are the upper
  // halves of SplitMix64's after `state`, one a token. `words` has room for all tokens.
  size_t (*keep_words)(const cvk_chance *chances, const uint32_t *tokens, size_t count, uint64_t state,
                       uint32_t *words);

  // Training works on panels, some columns of the matrices: [rows, stride].

  // out[block][n] = x[rows[i]] · y[targets[n]] over each block's columns, n counting the targets of all predictions.
  void (*prediction_dots)(const cvk_predictions *, const float *x, const float *y, const cvk_blocks *, float *out);
  // Prediction by prediction: change[rows[i]] += Σ g[n] y[targets[n]], y[targets[n]] += g[n] x[rows[i]]; where `rows`
  // is NULL, change[i] is set and not added to.
  void (*prediction_updates)(const cvk_predictions *, const float *x, float *change, float *y, const float *g);
  // means[i] = scales[i] Σ x[words of window i]; prefix has room for high − low + 1 rows.
  void (*window_means)(const cvk_windows *, const float *x, const float *scales, float *prefix, float *means);
  // x[words of window i] += scales[i] changes[i]; steps has room for high − low + 1 rows.
  void (*window_scatter)(const cvk_windows *, float *x, const float *scales, float *steps, const float *changes);
  // out[block][n, t] = x[word n] · y[target t of its window], n counting the words of all windows.
  void (*window_dots)(const cvk_windows *, const cvk_predictions *, const float *x, const float *y, const cvk_blocks *,
                      float *out);
  // Window by window: x[word n] += Σ g[n, t] y[target t], y[target t] += Σ g[n, t] x[word n].
  void (*window_updates)(const cvk_windows *, const cvk_predictions *, float *x, float *y, const float *g);
  // From the dots of all blocks, `capacity` apart: g = α l σ(−l d) for a label l and a dot d, 0 beyond ±6. `repeats`
  // says how many rows of dots each prediction has (NULL: one). Adds the loss where asked to and returns how many terms
  // it has. Reads and writes up to a register's width beyond the last dot.
  size_t (*gradients)(const cvk_predictions *, const uint32_t *repeats, const float *dots, size_t blocks,
                      size_t capacity, float alpha, float *g, double *loss);
} cvk_table;

// The tables that this processor can run, best first; `count` receives how many.
const cvk_table *const *cvk_tables(size_t *count);
