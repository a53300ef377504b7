#pragma once

#include <stddef.h>
#include <stdint.h>

// PNG by libpng, JPEG by libjpeg, WebP by libwebp, TIFF by libtiff, AVIF by libavif and HEIC by libheif, behind
// functions that return: the first two report errors by longjmp, which must never cross a Swift frame. Every function
// gives 0 for success; QUIRE_REFUSED, with the library's words in `message`; or, for the last three, why there is no
// such library.

#define QUIRE_IO_MESSAGE 200

enum {
  QUIRE_REFUSED = 1,
  /// This build was made without the library's header.
  QUIRE_NOT_BUILT,
  /// The library is not on this machine.
  QUIRE_NOT_INSTALLED,
  /// The library is of another version than the header that this build was made with.
  QUIRE_OTHER_VERSION
};

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

/// Where some bytes first occur in others, -1 where they do not.
ptrdiff_t quire_find(const void *bytes, size_t count, const void *wanted, size_t length);

/// Lays straight RGBA on white, as Pillow's `alpha_composite` over an opaque white picture does, to the byte. Gives
/// whether anything was not opaque.
int quire_lay_on_white(uint8_t *rgba, size_t pixels);

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
/// Where `like_pillow`, what Pillow's `convert("RGBA")` gives: colours of 16 bits by their high byte, greys of 16 bits
/// without alpha clipped at 255, and a colour that a tRNS chunk calls transparent compared with these by its low bytes.
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
  /// Several passes over the picture, all of which are in memory before its first row is known.
  int is_progressive;
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

/// Rows of a picture: `count` of them from `first` on, RGBA.
typedef void (*quire_rows)(void *context, const uint8_t *rgba, uint32_t first, uint32_t count);

/// The same pixels, at most `most` rows at a time, which are gone when `take` returns. Without `take` it is only looked
/// whether the picture is whole.
int quire_jpeg_decode_strips(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint32_t most,
                             void *context, quire_rows take, char message[QUIRE_IO_MESSAGE]);

/// Straight RGBA to WebP of a quality up to 100, its colours at half the pixels; with a negative quality to lossless
/// WebP that keeps every byte, also under what is transparent. The caller frees `*bytes`.
int quire_webp_encode(const uint8_t *rgba, uint32_t width, uint32_t height, float quality, uint8_t **bytes,
                      size_t *count, char message[QUIRE_IO_MESSAGE]);

typedef struct {
  uint32_t width, height;
  int is_animated;
  /// Whether the file says that anything is transparent; what an animation's first picture leaves free is so in any
  /// case.
  int has_alpha;
} quire_webp_header;

/// What a WebP file says of itself before its pixels; a file that is shorter than it says is refused.
int quire_webp_header_read(const uint8_t *bytes, size_t count, quire_webp_header *header,
                           char message[QUIRE_IO_MESSAGE]);

/// WebP to straight RGBA of eight bits a channel, into `rgba` of `height × width × 4` bytes. Of an animation it is the
/// first picture; the others are there, or it is refused.
int quire_webp_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba,
                      char message[QUIRE_IO_MESSAGE]);

typedef struct {
  uint32_t width, height;
  /// Bits of a sample.
  uint32_t depth;
  int has_profile;
  /// Greys of 16 bits, of which those above 255 become white.
  int is_deep_gray;
  int is_cmyk;
} quire_tiff_header;

/// What the first directory of a TIFF file says of its picture; a kind of samples that is not read is refused by its
/// name. `names_extra` is whether the file says what the samples beyond the colours are.
int quire_tiff_header_read(const uint8_t *bytes, size_t count, int names_extra, quire_tiff_header *header,
                           char message[QUIRE_IO_MESSAGE]);

/// The first picture of a TIFF file to straight RGBA of eight bits a channel, into `rgba` of `height × width × 4`
/// bytes, as Pillow turns its samples: those of 16 bits by their high byte, greys of 16 bits clipped at 255.
int quire_tiff_decode(const uint8_t *bytes, size_t count, int names_extra, uint32_t width, uint32_t height,
                      uint8_t *rgba, char message[QUIRE_IO_MESSAGE]);

typedef struct {
  uint32_t width, height;
  /// Bits of a sample.
  uint32_t depth;
  int pictures;
  int has_profile;
  /// How it is to be turned and mirrored, in EXIF's numbers.
  int orientation;
  /// Bytes of metadata.
  size_t exif, xmp;
} quire_avif_header;

/// What an AVIF file says of itself before its pixels; one of more than `most_pixels` is refused.
int quire_avif_header_read(const uint8_t *bytes, size_t count, uint32_t most_pixels, quire_avif_header *header,
                           char message[QUIRE_IO_MESSAGE]);

/// The metadata of an AVIF file, of the lengths that its header gave.
int quire_avif_metadata(const uint8_t *bytes, size_t count, uint32_t most_pixels, size_t exif_count, uint8_t *exif,
                        size_t xmp_count, uint8_t *xmp, char message[QUIRE_IO_MESSAGE]);

/// AVIF to straight RGBA of eight bits a channel, into `rgba` of `height × width × 4` bytes: the first picture, as it
/// is stored, neither turned nor mirrored.
int quire_avif_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba,
                      char message[QUIRE_IO_MESSAGE]);

typedef struct {
  /// Of the picture as it is seen: turned, mirrored and cut as the file asks.
  uint32_t width, height;
  /// Bits of a sample; -1 where they are not known before the pixels are read.
  int depth;
  /// Pictures beside each other, as of a burst.
  int pictures;
  int has_profile;
} quire_heif_header;

/// What a HEIC file says of its main picture.
int quire_heif_header_read(const uint8_t *bytes, size_t count, quire_heif_header *header,
                           char message[QUIRE_IO_MESSAGE]);

/// The main picture of a HEIC file to straight RGBA of eight bits a channel, into `rgba` of `height × width × 4` bytes,
/// upright. `is_deep_gray` is whether it has greys of more than 8 bits, of which nearly all become white, as in Pillow.
int quire_heif_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba,
                      int *is_deep_gray, char message[QUIRE_IO_MESSAGE]);

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
