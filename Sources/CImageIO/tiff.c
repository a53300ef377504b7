#include "CImageIO.h"
#include "library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if __has_include(<tiffio.h>)

#include <pthread.h>
#include <stdarg.h>
#include <tiffio.h>

#define FUNCTIONS(X)        \
  X(TIFFClientOpen)         \
  X(TIFFClose)              \
  X(TIFFGetField)           \
  X(TIFFGetFieldDefaulted)  \
  X(TIFFSetField)           \
  X(TIFFIsTiled)            \
  X(TIFFTileSize)           \
  X(TIFFScanlineSize)       \
  X(TIFFReadScanline)       \
  X(TIFFReadTile)           \
  X(TIFFIsCODECConfigured)  \
  X(TIFFIsBigEndian)        \
  X(TIFFSetErrorHandler)    \
  X(TIFFSetErrorHandlerExt) \
  X(TIFFSetWarningHandler)

static struct {
  FUNCTIONS(QUIRE_POINTER)
} library;
static int state = QUIRE_NOT_INSTALLED;

// A file in memory, and where libtiff's errors go.
typedef struct {
  const uint8_t *bytes;
  size_t count, position;
  char *message;
} source;

// The first error tells what is wrong; those that follow from it do not.
static void note_error(thandle_t handle, const char *module, const char *format, va_list arguments) {
  (void)module;
  source *file = handle;
  if (file && !file->message[0]) vsnprintf(file->message, QUIRE_IO_MESSAGE, format, arguments);
}

static void load(void) {
  void *handle = dlopen("libtiff.so.6", RTLD_NOW | RTLD_LOCAL);
  if (!handle) handle = dlopen("libtiff.so.5", RTLD_NOW | RTLD_LOCAL);
  if (!handle) return;
  FUNCTIONS(QUIRE_FIND)
  if (!(1 FUNCTIONS(QUIRE_IS_FOUND))) {
    state = QUIRE_OTHER_VERSION;
    return;
  }
  library.TIFFSetWarningHandler(NULL);
  library.TIFFSetErrorHandler(NULL);
  library.TIFFSetErrorHandlerExt(note_error);
  state = 0;
}

static int loaded(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return state;
}

static tmsize_t read_bytes(thandle_t handle, void *room, tmsize_t count) {
  source *file = handle;
  size_t left = file->position < file->count ? file->count - file->position : 0;
  size_t taken = (size_t)count < left ? (size_t)count : left;
  memcpy(room, file->bytes + (left ? file->position : 0), taken);
  file->position += taken;
  return (tmsize_t)taken;
}

static tmsize_t write_bytes(thandle_t handle, void *bytes, tmsize_t count) {
  (void)handle, (void)bytes, (void)count;
  return 0;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence) {
  source *file = handle;
  size_t start = whence == SEEK_CUR ? file->position : whence == SEEK_END ? file->count : 0;
  file->position = start + (size_t)offset;
  return file->position;
}

static int close_source(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t size_of(thandle_t handle) { return ((source *)handle)->count; }

// Reads the first directory. Not mapped: libtiff checks what it reads against the size at each call.
static TIFF *open_file(source *file) {
  return library.TIFFClientOpen("TIFF", "rm", file, read_bytes, write_bytes, seek, close_source, size_of, NULL, NULL);
}

enum kind { GRAY, PALETTE, RGB, CMYK };

// How the samples of a file are to be read.
typedef struct {
  enum kind kind;
  uint32_t width, height;
  uint16_t bits, samples, photometric;
  int is_planar, is_tiled;
  // Which sample is alpha, 0 for none, and whether colours were multiplied by it.
  int alpha, is_multiplied;
  const uint16_t *red, *green, *blue;
} layout;

static int refuse(char *message, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, QUIRE_IO_MESSAGE, format, arguments);
  va_end(arguments);
  return QUIRE_REFUSED;
}

// Samples beyond the colours: the first may be alpha, others are left aside (Pillow's OPEN_INFO).
static int find_alpha(TIFF *tiff, layout *l, int colours, int names_extra, char *message) {
  uint16_t count = 0, *extra = NULL;
  library.TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &count, &extra);
  int beyond = l->samples - colours;
  if (beyond < 0) return refuse(message, "%d samples for each pixel, which are fewer than its kind has", l->samples);
  if (beyond == 0) return 0;
  // Four colours without a word of the fourth are taken for alpha.
  if (!names_extra && l->kind == RGB && beyond == 1) return l->alpha = colours, 0;
  if (count != beyond || beyond > 3 || (l->kind != RGB && l->kind != CMYK && beyond > 1))
    return refuse(message, "%d samples for each pixel, whose meaning it does not say", l->samples);
  for (int i = 1; i < count; i++)
    if (extra[i] != EXTRASAMPLE_UNSPECIFIED) return refuse(message, "several samples of transparency for each pixel");
  if (extra[0] == EXTRASAMPLE_UNSPECIFIED) return 0;
  if (l->kind == CMYK) return refuse(message, "inks with transparency");
  if (extra[0] == EXTRASAMPLE_ASSOCALPHA) {
    if (l->kind != RGB) return refuse(message, "greys that were multiplied by their transparency");
    l->is_multiplied = 1;
  }
  l->alpha = colours;
  return 0;
}

static int find_layout(TIFF *tiff, layout *l, int names_extra, char *message) {
  memset(l, 0, sizeof *l);
  uint16_t planar = PLANARCONFIG_CONTIG, format = SAMPLEFORMAT_UINT, compression = COMPRESSION_NONE;
  if (!library.TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &l->width) ||
      !library.TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &l->height) || !l->width || !l->height)
    return refuse(message, "a side of 0 pixels");
  library.TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &l->bits);
  library.TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &l->samples);
  library.TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &planar);
  library.TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &format);
  library.TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
  if (!library.TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &l->photometric)) l->photometric = PHOTOMETRIC_MINISWHITE;
  if (!library.TIFFIsCODECConfigured(compression) || compression == COMPRESSION_OJPEG)
    return refuse(message, "its compression (number %d) is not read", compression);
  l->is_planar = planar == PLANARCONFIG_SEPARATE && l->samples > 1;
  l->is_tiled = library.TIFFIsTiled(tiff);
  if (format == SAMPLEFORMAT_IEEEFP) return refuse(message, "samples that are floating-point numbers");
  if (format != SAMPLEFORMAT_UINT && format != SAMPLEFORMAT_VOID &&
      !(format == SAMPLEFORMAT_INT && l->bits == 8 && l->photometric == PHOTOMETRIC_MINISBLACK))
    return refuse(message, "samples that are not whole numbers from 0 up");
  int colours = 1;
  switch (l->photometric) {
  case PHOTOMETRIC_MINISWHITE:
  case PHOTOMETRIC_MINISBLACK: l->kind = GRAY; break;
  case PHOTOMETRIC_PALETTE: l->kind = PALETTE; break;
  case PHOTOMETRIC_RGB: l->kind = RGB, colours = 3; break;
  case PHOTOMETRIC_SEPARATED: l->kind = CMYK, colours = 4; break;
  case PHOTOMETRIC_YCBCR:
    if (compression != COMPRESSION_JPEG || l->is_planar)
      return refuse(message, "colours as YCbCr that are not compressed as JPEG");
    // Subsampled colours are brought to full size by libjpeg.
    library.TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    l->kind = l->samples == 1 ? GRAY : RGB;
    colours = l->samples == 1 ? 1 : 3;
    break;
  default: return refuse(message, "colours of another kind than grey, palette, RGB, YCbCr and CMYK");
  }
  int is_small = l->bits == 1 || l->bits == 2 || l->bits == 4;
  int is_deep = l->bits == 16 && l->kind != PALETTE;
  if (l->bits != 8 && !is_deep && !(is_small && colours == 1 && l->samples == 1))
    return refuse(message, "%d samples of %d bits for each pixel", l->samples, l->bits);
  // Pillow has them in one order of bytes alone, and then as if 0 were black.
  if (l->bits == 16 && l->photometric == PHOTOMETRIC_MINISWHITE && library.TIFFIsBigEndian(tiff))
    return refuse(message, "greys of 16 bits with 0 for white, the higher byte first");
  if (l->bits == 16 && l->kind == GRAY && l->samples > 1)
    return refuse(message, "greys of 16 bits with another sample for each pixel");
  // libtiff itself takes one without a palette for greys.
  if (l->kind == PALETTE && !library.TIFFGetField(tiff, TIFFTAG_COLORMAP, &l->red, &l->green, &l->blue))
    return refuse(message, "no palette for its colours");
  return find_alpha(tiff, l, colours, names_extra, message);
}

// Sample i of a row, of eight bits: those of fewer as they are, those of 16 by their high byte, in greys clipped.
static inline uint8_t sample(const layout *l, const uint8_t *row, size_t i) {
  if (l->bits == 8) return row[i];
  if (l->bits == 16) {
    uint16_t value;
    memcpy(&value, row + 2 * i, 2);
    if (l->kind == GRAY) return value > 255 ? 255 : (uint8_t)value;
    return (uint8_t)(value >> 8);
  }
  size_t bit = i * l->bits;
  return (uint8_t)(row[bit / 8] >> (8 - l->bits - bit % 8) & ((1 << l->bits) - 1));
}

// The samples of `count` pixels of all planes or of one: the first four to the four bytes of each pixel.
static void spread(const layout *l, const uint8_t *row, uint32_t count, int plane, uint8_t *rgba) {
  if (l->is_planar) {
    if (plane < 4)
      for (uint32_t x = 0; x < count; x++) rgba[4 * (size_t)x + (size_t)plane] = sample(l, row, x);
    return;
  }
  size_t kept = l->samples < 4 ? l->samples : 4;
  for (uint32_t x = 0; x < count; x++)
    for (size_t i = 0; i < kept; i++) rgba[4 * (size_t)x + i] = sample(l, row, (size_t)x * l->samples + i);
}

static uint8_t scaled(uint8_t ink, uint8_t light) {
  uint32_t product = (uint32_t)ink * light + 128;
  return (uint8_t)((product + (product >> 8)) >> 8);
}

// A pixel's four samples become straight RGBA.
static void finish(const layout *l, uint8_t *pixel) {
  uint8_t alpha = l->alpha ? pixel[l->alpha] : 255;
  switch (l->kind) {
  case GRAY: {
    uint8_t value = l->bits < 8 ? (uint8_t)(pixel[0] * (255 / ((1 << l->bits) - 1))) : pixel[0];
    int is_inverted = l->photometric == PHOTOMETRIC_MINISWHITE && l->bits != 16;
    memset(pixel, is_inverted ? 255 - value : value, 3);
    break;
  }
  case PALETTE: {
    uint8_t index = pixel[0];
    pixel[0] = (uint8_t)(l->red[index] >> 8);
    pixel[1] = (uint8_t)(l->green[index] >> 8);
    pixel[2] = (uint8_t)(l->blue[index] >> 8);
    break;
  }
  case RGB:
    if (l->is_multiplied && alpha != 255)
      for (int i = 0; i < 3; i++) {
        uint32_t value = alpha ? pixel[i] * 255u / alpha : 0;
        pixel[i] = value > 255 ? 255 : (uint8_t)value;
      }
    break;
  case CMYK: {
    uint8_t light = 255 - pixel[3];
    for (int i = 0; i < 3; i++) {
      uint8_t dark = scaled(pixel[i], light);
      pixel[i] = light > dark ? light - dark : 0;
    }
    break;
  }
  }
  pixel[3] = alpha;
}

// A tile of many times the picture would take memory for nothing.
static int check_room(tmsize_t room, const layout *l, char *message) {
  uint64_t picture = (uint64_t)l->width * l->height * l->samples * (l->bits == 16 ? 2 : 1);
  if (room <= 0) return refuse(message, "its rows or tiles have no size");
  return (uint64_t)room <= 4 * picture + (1 << 22) ? 0 : refuse(message, "its tiles are larger than its picture");
}

static int read_rows(TIFF *tiff, const layout *l, uint8_t *rgba, char *message) {
  tmsize_t size = library.TIFFScanlineSize(tiff);
  size_t needed = ((size_t)l->width * l->bits * (l->is_planar ? 1 : l->samples) + 7) / 8;
  if (check_room(size, l, message)) return QUIRE_REFUSED;
  if ((size_t)size < needed) return refuse(message, "its rows are shorter than its picture");
  uint8_t *row = malloc((size_t)size);
  if (!row) return refuse(message, "out of memory");
  int planes = l->is_planar ? l->samples : 1, failed = 0;
  for (int plane = 0; plane < planes && !failed; plane++)
    for (uint32_t y = 0; y < l->height && !failed; y++) {
      failed = library.TIFFReadScanline(tiff, row, y, (uint16_t)plane) < 0;
      if (!failed) spread(l, row, l->width, plane, rgba + (size_t)l->width * 4 * y);
    }
  free(row);
  return failed;
}

static int read_tiles(TIFF *tiff, const layout *l, uint8_t *rgba, char *message) {
  uint32_t across = 0, down = 0;
  library.TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &across);
  library.TIFFGetField(tiff, TIFFTAG_TILELENGTH, &down);
  tmsize_t size = library.TIFFTileSize(tiff);
  if (!across || !down) return refuse(message, "its tiles have no size");
  if (check_room(size, l, message)) return QUIRE_REFUSED;
  size_t stride = ((size_t)across * l->bits * (l->is_planar ? 1 : l->samples) + 7) / 8;
  if ((size_t)size < stride * down) return refuse(message, "its tiles are smaller than they say");
  uint8_t *tile = malloc((size_t)size);
  if (!tile) return refuse(message, "out of memory");
  int planes = l->is_planar ? l->samples : 1, failed = 0;
  for (int plane = 0; plane < planes && !failed; plane++)
    for (uint64_t top = 0; top < l->height && !failed; top += down)
      for (uint64_t left = 0; left < l->width && !failed; left += across) {
        failed = library.TIFFReadTile(tiff, tile, (uint32_t)left, (uint32_t)top, 0, (uint16_t)plane) < 0;
        uint32_t columns = l->width - left < across ? (uint32_t)(l->width - left) : across;
        for (uint64_t y = top; y < l->height && y < top + down && !failed; y++)
          spread(l, tile + stride * (y - top), columns, plane, rgba + ((size_t)l->width * y + left) * 4);
      }
  free(tile);
  return failed;
}

int quire_tiff_header_read(const uint8_t *bytes, size_t count, int names_extra, quire_tiff_header *header,
                           char message[QUIRE_IO_MESSAGE]) {
  int missing = loaded();
  if (missing) return missing;
  source file = {bytes, count, 0, message};
  message[0] = 0;
  TIFF *tiff = open_file(&file);
  if (!tiff) return message[0] ? QUIRE_REFUSED : refuse(message, "its directory is damaged");
  // What libtiff could live with is no reason to refuse.
  message[0] = 0;
  layout l;
  int failed = find_layout(tiff, &l, names_extra, message);
  uint32_t length = 0;
  void *profile = NULL;
  if (!failed)
    *header = (quire_tiff_header){.width = l.width,
                                  .height = l.height,
                                  .depth = l.bits,
                                  .has_profile = library.TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &length, &profile),
                                  .is_deep_gray = l.kind == GRAY && l.bits == 16,
                                  .is_cmyk = l.kind == CMYK};
  library.TIFFClose(tiff);
  return failed;
}

int quire_tiff_decode(const uint8_t *bytes, size_t count, int names_extra, uint32_t width, uint32_t height,
                      uint8_t *rgba, char message[QUIRE_IO_MESSAGE]) {
  int missing = loaded();
  if (missing) return missing;
  source file = {bytes, count, 0, message};
  message[0] = 0;
  TIFF *tiff = open_file(&file);
  if (!tiff) return message[0] ? QUIRE_REFUSED : refuse(message, "its directory is damaged");
  message[0] = 0;
  layout l;
  int failed = find_layout(tiff, &l, names_extra, message);
  if (!failed && (l.width != width || l.height != height))
    failed = refuse(message, "the room for the pixels has another size");
  if (!failed) failed = l.is_tiled ? read_tiles(tiff, &l, rgba, message) : read_rows(tiff, &l, rgba, message);
  // Half a picture is none, whatever libtiff makes of the other half.
  if (!failed && message[0]) failed = QUIRE_REFUSED;
  if (!failed)
    for (size_t i = 0; i < (size_t)width * height; i++) finish(&l, rgba + 4 * i);
  library.TIFFClose(tiff);
  if (failed && !message[0]) refuse(message, "its data are damaged");
  return failed ? QUIRE_REFUSED : 0;
}

#else

int quire_tiff_header_read(const uint8_t *bytes, size_t count, int names_extra, quire_tiff_header *header,
                           char message[QUIRE_IO_MESSAGE]) {
  (void)bytes, (void)count, (void)names_extra, (void)header, (void)message;
  return QUIRE_NOT_BUILT;
}

int quire_tiff_decode(const uint8_t *bytes, size_t count, int names_extra, uint32_t width, uint32_t height,
                      uint8_t *rgba, char message[QUIRE_IO_MESSAGE]) {
  (void)bytes, (void)count, (void)names_extra, (void)width, (void)height, (void)rgba, (void)message;
  return QUIRE_NOT_BUILT;
}

#endif
