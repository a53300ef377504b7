#pragma once

#include <stddef.h>
#include <stdint.h>

// PNG by libpng, JPEG by libjpeg and WebP by libwebp, behind functions that return: the first two report errors by
// longjmp, which must never cross a Swift frame. Every function gives 0 for success; otherwise `message` holds the
// library's words.

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

typedef struct {
  uint32_t width, height;
  /// 0 where the file has no pHYs chunk.
  uint32_t pixels_per_metre;
  /// An alpha channel or a tRNS chunk.
  int has_transparency;
  /// 16 bits a channel.
  int is_deep;
  /// One channel of 16 bits and no alpha.
  int is_deep_gray;
} quire_png_header;

/// What a PNG file says of itself before its pixels.
int quire_png_header_read(const uint8_t *bytes, size_t count, quire_png_header *header, char message[QUIRE_IO_MESSAGE]);

/// PNG of any kind to straight RGBA of eight bits a channel, into `rgba` of `height × width × 4` bytes.
///
/// Where `like_pillow`, what Pillow's `convert("RGB")` gives, opaque: alpha dropped, colours of 16 bits by their high
/// byte, greys of 16 bits without alpha clipped at 255.
int quire_png_decode(const uint8_t *bytes, size_t count, int like_pillow, uint32_t width, uint32_t height,
                     uint8_t *rgba, char message[QUIRE_IO_MESSAGE]);

/// Calls `visit` for each text chunk, in the order of the file.
int quire_png_texts(const uint8_t *bytes, size_t count, void *context,
                    void (*visit)(void *context, const char *keyword, const char *text),
                    char message[QUIRE_IO_MESSAGE]);

typedef struct {
  uint32_t width, height;
  /// 1 grey, 3 colours, 4 inks.
  int components;
} quire_jpeg_header;

/// What a JPEG file says of itself before its pixels.
int quire_jpeg_header_read(const uint8_t *bytes, size_t count, quire_jpeg_header *header,
                           char message[QUIRE_IO_MESSAGE]);

/// JPEG to opaque RGBA of eight bits a channel, into `rgba` of `height × width × 4` bytes, by libjpeg's default
/// settings.
///
/// Four components are taken for CMYK or YCCK as Adobe writes them, inverted, and turned to RGB as Pillow does.
int quire_jpeg_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba,
                      char message[QUIRE_IO_MESSAGE]);

/// Straight RGBA to WebP of a quality up to 100, its colours at half the pixels; with a negative quality to lossless
/// WebP that keeps every byte, also under what is transparent. The caller frees `*bytes`.
int quire_webp_encode(const uint8_t *rgba, uint32_t width, uint32_t height, float quality, uint8_t **bytes,
                      size_t *count, char message[QUIRE_IO_MESSAGE]);

typedef struct {
  uint32_t width, height;
  int is_animated;
} quire_webp_header;

/// What a WebP file says of itself before its pixels; a file that is shorter than it says is refused.
int quire_webp_header_read(const uint8_t *bytes, size_t count, quire_webp_header *header,
                           char message[QUIRE_IO_MESSAGE]);

/// WebP to straight RGBA of eight bits a channel, into `rgba` of `height × width × 4` bytes. Of an animation it is the
/// first picture; the others are there, or it is refused.
int quire_webp_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba,
                      char message[QUIRE_IO_MESSAGE]);

/// Weights of two neighbouring pixels, the first in the lower 16 bits of each word; a weight is high · 2¹⁵ + low, of 22
/// fractional bits in all.
typedef struct {
  uint32_t high, low;
} quire_weight_pair;

/// How a side of a picture becomes `count` pixels: pixel i is the sum of `counts[i]` old ones from `starts[i]` on,
/// under weights in `pair_count` pairs from `pairs[i · pair_count]` on. An odd count's last pair has a second weight of
/// 0.
typedef struct {
  size_t count;
  const int32_t *starts, *counts;
  size_t pair_count;
  const quire_weight_pair *pairs;
} quire_resampling;

/// Brings RGBA rows of `old_width` pixels to other widths; sums are rounded and clipped to bytes, alpha becomes 255.
void quire_resample_across(const uint8_t *rgba, size_t rows, size_t old_width, const quire_resampling *resampling,
                           uint8_t *out);

/// Brings RGBA columns to another height, likewise.
void quire_resample_down(const uint8_t *rgba, size_t width, const quire_resampling *resampling, uint8_t *out);
