#pragma once

#include <stddef.h>
#include <stdint.h>

// PNG by libpng, behind functions that return: libpng reports errors by longjmp, which must never cross a Swift frame.
// Every function gives 0 for success; otherwise `message` holds libpng's words.

#define QUIRE_IO_MESSAGE 200

/// A text chunk; both strings UTF-8. The keyword is Latin-1 of 1 to 79 bytes, which the caller has made sure of.
typedef struct {
  const char *keyword;
  const char *text;
} quire_png_text;

/// Straight RGBA to PNG. Opaque pictures are written without alpha, those of at most 256 colours with a palette.
/// The caller frees `*bytes`. `pixels_per_metre` 0 writes no pHYs chunk. No chunk depends on the time.
int quire_png_encode(const uint8_t *rgba, uint32_t width, uint32_t height, uint32_t pixels_per_metre,
                     const quire_png_text *texts, int text_count, uint8_t **bytes, size_t *count,
                     char message[QUIRE_IO_MESSAGE]);

/// PNG of any kind to straight RGBA of eight bits a channel. The caller frees `*rgba`.
/// Refuses pictures of more than `max_pixels`, before any memory is taken for them.
int quire_png_decode(const uint8_t *bytes, size_t count, uint64_t max_pixels, uint8_t **rgba, uint32_t *width,
                     uint32_t *height, uint32_t *pixels_per_metre, char message[QUIRE_IO_MESSAGE]);

/// Calls `visit` for each text chunk, in the order of the file.
int quire_png_texts(const uint8_t *bytes, size_t count, void *context,
                    void (*visit)(void *context, const char *keyword, const char *text),
                    char message[QUIRE_IO_MESSAGE]);
