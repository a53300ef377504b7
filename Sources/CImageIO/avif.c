#include "CImageIO.h"
#include "library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if __has_include(<avif/avif.h>)

#include <avif/avif.h>
#include <pthread.h>

#define FUNCTIONS(X)         \
  X(avifVersion)             \
  X(avifDecoderCreate)       \
  X(avifDecoderDestroy)      \
  X(avifDecoderSetIOMemory)  \
  X(avifDecoderParse)        \
  X(avifDecoderNextImage)    \
  X(avifRGBImageSetDefaults) \
  X(avifImageYUVToRGB)       \
  X(avifResultToString)

static struct {
  FUNCTIONS(QUIRE_POINTER)
} library;
static int state = QUIRE_NOT_INSTALLED;

// Its structs are public and grow: the library must be of the header's version, but for the last number.
static int has_version_of_header(void) {
  int major = -1, minor = -1;
  return sscanf(library.avifVersion(), "%d.%d", &major, &minor) == 2 && major == AVIF_VERSION_MAJOR &&
         minor == AVIF_VERSION_MINOR;
}

static void load(void) {
  void *handle = dlopen(AVIF_VERSION_MAJOR == 0 ? "libavif.so.15" : "libavif.so.16", RTLD_NOW | RTLD_LOCAL);
  if (!handle) return;
  FUNCTIONS(QUIRE_FIND)
  if (!(1 FUNCTIONS(QUIRE_IS_FOUND)) || !has_version_of_header())
    state = QUIRE_OTHER_VERSION;
  else
    state = 0;
}

static int loaded(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return state;
}

static int fail(avifDecoder *decoder, char *message, const char *words) {
  snprintf(message, QUIRE_IO_MESSAGE, "%s", words);
  if (decoder) library.avifDecoderDestroy(decoder);
  return 1;
}

// The orientation in EXIF's numbers: first turned, then mirrored (ISO/IEC 23008-12, §6.5.10 and 6.5.12).
static int orientation_of(const avifImage *image) {
  static const int turned[] = {1, 8, 3, 6}, turned_and_flipped[] = {4, 5, 2, 7}, turned_and_mirrored[] = {2, 7, 4, 5};
  int turns = image->transformFlags & AVIF_TRANSFORM_IROT ? image->irot.angle & 3 : 0;
  if (!(image->transformFlags & AVIF_TRANSFORM_IMIR)) return turned[turns];
#if AVIF_VERSION_MAJOR == 0
  return image->imir.mode ? turned_and_mirrored[turns] : turned_and_flipped[turns];
#else
  return image->imir.axis ? turned_and_mirrored[turns] : turned_and_flipped[turns];
#endif
}

// A decoder that has read all but the pixels. What Pillow lets pass is let pass: a missing 'pixi', an odd 'clap'.
static int open_decoder(const uint8_t *bytes, size_t count, uint32_t most_pixels, avifDecoder **decoder,
                        char *message) {
  int missing = loaded();
  if (missing) return missing;
  *decoder = library.avifDecoderCreate();
  if (!*decoder) return fail(NULL, message, "out of memory");
  (*decoder)->maxThreads = 2;
  (*decoder)->strictFlags &= (avifStrictFlags) ~(AVIF_STRICT_CLAP_VALID | AVIF_STRICT_PIXI_REQUIRED);
  // libavif refuses a limit above its own.
  if (most_pixels < (*decoder)->imageSizeLimit) (*decoder)->imageSizeLimit = most_pixels;
  avifResult result = library.avifDecoderSetIOMemory(*decoder, bytes, count);
  if (result == AVIF_RESULT_OK) result = library.avifDecoderParse(*decoder);
  if (result == AVIF_RESULT_OK) return 0;
  return fail(*decoder, message, library.avifResultToString(result));
}

int quire_avif_header_read(const uint8_t *bytes, size_t count, uint32_t most_pixels, quire_avif_header *header,
                           char message[QUIRE_IO_MESSAGE]) {
  avifDecoder *decoder;
  int failed = open_decoder(bytes, count, most_pixels, &decoder, message);
  if (failed) return failed;
  const avifImage *image = decoder->image;
  *header = (quire_avif_header){.width = image->width,
                                .height = image->height,
                                .depth = image->depth,
                                .pictures = decoder->imageCount,
                                .has_profile = image->icc.size > 0,
                                .orientation = orientation_of(image),
                                .exif = image->exif.size,
                                .xmp = image->xmp.size};
  library.avifDecoderDestroy(decoder);
  return 0;
}

int quire_avif_metadata(const uint8_t *bytes, size_t count, uint32_t most_pixels, size_t exif_count, uint8_t *exif,
                        size_t xmp_count, uint8_t *xmp, char message[QUIRE_IO_MESSAGE]) {
  avifDecoder *decoder;
  int failed = open_decoder(bytes, count, most_pixels, &decoder, message);
  if (failed) return failed;
  const avifImage *image = decoder->image;
  if (image->exif.size != exif_count || image->xmp.size != xmp_count)
    return fail(decoder, message, "its metadata have another length at each reading");
  if (exif_count) memcpy(exif, image->exif.data, exif_count);
  if (xmp_count) memcpy(xmp, image->xmp.data, xmp_count);
  library.avifDecoderDestroy(decoder);
  return 0;
}

// Samples of more than 8 bits cut to 8, as newer libavif does before it asks libyuv for colours: the picture with
// planes of its own, in one room that the caller frees; NULL where there is none.
static uint8_t *narrow(const avifImage *image, avifImage *narrowed) {
  uint32_t width = image->width, height = image->height;
  uint32_t across = image->yuvFormat == AVIF_PIXEL_FORMAT_YUV444 ? width : (width + 1) / 2;
  uint32_t down = image->yuvFormat == AVIF_PIXEL_FORMAT_YUV420 ? (height + 1) / 2 : height;
  const uint8_t *planes[] = {image->yuvPlanes[0], image->yuvPlanes[1], image->yuvPlanes[2], image->alphaPlane};
  uint32_t rows[] = {height, down, down, height}, columns[] = {width, across, across, width};
  uint32_t strides[] = {image->yuvRowBytes[0], image->yuvRowBytes[1], image->yuvRowBytes[2], image->alphaRowBytes};
  size_t needed = 0;
  for (int i = 0; i < 4; i++) needed += planes[i] ? (size_t)rows[i] * columns[i] : 0;
  uint8_t *room = malloc(needed), *place = room;
  if (!room) return NULL;
  *narrowed = *image;
  narrowed->depth = 8;
  for (int i = 0; i < 4; i++) {
    if (!planes[i]) continue;
    if (i < 3)
      narrowed->yuvPlanes[i] = place, narrowed->yuvRowBytes[i] = columns[i];
    else
      narrowed->alphaPlane = place, narrowed->alphaRowBytes = columns[i];
    for (uint32_t y = 0; y < rows[i]; y++)
      for (uint32_t x = 0; x < columns[i]; x++) {
        uint16_t sample;
        memcpy(&sample, planes[i] + (size_t)strides[i] * y + 2 * (size_t)x, 2);
        *place++ = (uint8_t)(sample >> (image->depth - 8));
      }
  }
  return room;
}

int quire_avif_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba,
                      char message[QUIRE_IO_MESSAGE]) {
  avifDecoder *decoder;
  int failed = open_decoder(bytes, count, width * height, &decoder, message);
  if (failed) return failed;
  // The first picture.
  avifResult result = library.avifDecoderNextImage(decoder);
  if (result != AVIF_RESULT_OK) return fail(decoder, message, library.avifResultToString(result));
  if (decoder->image->width != width || decoder->image->height != height)
    return fail(decoder, message, "its picture is not of the size that the file says");
  avifImage narrowed = *decoder->image;
  uint8_t *room = NULL;
  // Greys it does not cut, and asks nobody.
  int is_grey = decoder->image->yuvFormat == AVIF_PIXEL_FORMAT_YUV400;
  if (decoder->image->depth > 8 && !is_grey) {
    room = narrow(decoder->image, &narrowed);
    if (!room) return fail(decoder, message, "out of memory");
  }
  avifRGBImage rgb;
  memset(&rgb, 0, sizeof rgb);
  library.avifRGBImageSetDefaults(&rgb, &narrowed);
  rgb.depth = 8;
  rgb.avoidLibYUV = is_grey;
  rgb.format = AVIF_RGB_FORMAT_RGBA;
  rgb.pixels = rgba;
  rgb.rowBytes = 4 * width;
  result = library.avifImageYUVToRGB(&narrowed, &rgb);
  free(room);
  if (result != AVIF_RESULT_OK) return fail(decoder, message, library.avifResultToString(result));
  if (!decoder->alphaPresent)
    for (size_t i = 0; i < (size_t)width * height; i++) rgba[4 * i + 3] = 255;
  library.avifDecoderDestroy(decoder);
  return 0;
}

#else

int quire_avif_header_read(const uint8_t *bytes, size_t count, uint32_t most_pixels, quire_avif_header *header,
                           char message[QUIRE_IO_MESSAGE]) {
  (void)bytes, (void)count, (void)most_pixels, (void)header, (void)message;
  return QUIRE_NOT_BUILT;
}

int quire_avif_metadata(const uint8_t *bytes, size_t count, uint32_t most_pixels, size_t exif_count, uint8_t *exif,
                        size_t xmp_count, uint8_t *xmp, char message[QUIRE_IO_MESSAGE]) {
  (void)bytes, (void)count, (void)most_pixels, (void)exif_count, (void)exif, (void)xmp_count, (void)xmp, (void)message;
  return QUIRE_NOT_BUILT;
}

int quire_avif_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba,
                      char message[QUIRE_IO_MESSAGE]) {
  (void)bytes, (void)count, (void)width, (void)height, (void)rgba, (void)message;
  return QUIRE_NOT_BUILT;
}

#endif
