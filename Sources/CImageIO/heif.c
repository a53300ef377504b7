#include "CImageIO.h"
#include "library.h"

#include <stdio.h>
#include <string.h>

#if __has_include(<libheif/heif.h>)

#include <libheif/heif.h>
#include <pthread.h>

#define FUNCTIONS(X)                             \
  X(heif_context_alloc)                          \
  X(heif_context_free)                           \
  X(heif_context_read_from_memory_without_copy)  \
  X(heif_context_get_primary_image_handle)       \
  X(heif_context_get_number_of_top_level_images) \
  X(heif_image_handle_release)                   \
  X(heif_image_handle_get_width)                 \
  X(heif_image_handle_get_height)                \
  X(heif_image_handle_has_alpha_channel)         \
  X(heif_image_handle_is_premultiplied_alpha)    \
  X(heif_image_handle_get_luma_bits_per_pixel)   \
  X(heif_image_handle_get_color_profile_type)    \
  X(heif_decode_image)                           \
  X(heif_image_get_colorspace)                   \
  X(heif_image_get_width)                        \
  X(heif_image_get_height)                       \
  X(heif_image_get_plane_readonly)               \
  X(heif_image_release)

static struct {
  FUNCTIONS(QUIRE_POINTER)
} library;
static int state = QUIRE_NOT_INSTALLED;

static void load(void) {
  void *handle = dlopen("libheif.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!handle) return;
  FUNCTIONS(QUIRE_FIND)
  // Of its structs only that of errors is touched, which all versions share.
  state = 1 FUNCTIONS(QUIRE_IS_FOUND) ? 0 : QUIRE_OTHER_VERSION;
}

static int loaded(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return state;
}

typedef struct {
  struct heif_context *context;
  struct heif_image_handle *picture;
} reader;

static int reader_close(reader *r) {
  if (r->picture) library.heif_image_handle_release(r->picture);
  if (r->context) library.heif_context_free(r->context);
  return 1;
}

static int reader_fail(reader *r, char *message, const char *words) {
  snprintf(message, QUIRE_IO_MESSAGE, "%s", words);
  return reader_close(r);
}

// Reads all but the pixels.
static int reader_open(reader *r, const uint8_t *bytes, size_t count, char *message) {
  int missing = loaded();
  if (missing) return missing;
  memset(r, 0, sizeof *r);
  r->context = library.heif_context_alloc();
  if (!r->context) return reader_fail(r, message, "out of memory");
  struct heif_error error = library.heif_context_read_from_memory_without_copy(r->context, bytes, count, NULL);
  if (error.code == heif_error_Ok) error = library.heif_context_get_primary_image_handle(r->context, &r->picture);
  return error.code == heif_error_Ok ? 0 : reader_fail(r, message, error.message);
}

int quire_heif_header_read(const uint8_t *bytes, size_t count, quire_heif_header *header,
                           char message[QUIRE_IO_MESSAGE]) {
  reader r;
  int failed = reader_open(&r, bytes, count, message);
  if (failed) return failed;
  int width = library.heif_image_handle_get_width(r.picture), height = library.heif_image_handle_get_height(r.picture);
  if (width <= 0 || height <= 0) return reader_fail(&r, message, "a side of 0 pixels");
  enum heif_color_profile_type profile = library.heif_image_handle_get_color_profile_type(r.picture);
  *header = (quire_heif_header){
      .width = (uint32_t)width,
      .height = (uint32_t)height,
      .depth = library.heif_image_handle_get_luma_bits_per_pixel(r.picture),
      .pictures = library.heif_context_get_number_of_top_level_images(r.context),
      .has_profile = profile == heif_color_profile_type_rICC || profile == heif_color_profile_type_prof,
  };
  reader_close(&r);
  return 0;
}

// Straight, opaque colours from those that were multiplied by alpha: Pillow has no name for such an alpha, and
// transformers does not see it.
static void divide_by_alpha(uint8_t *pixel) {
  uint32_t alpha = pixel[3];
  pixel[3] = 255;
  if (alpha == 0 || alpha == 255) return;
  for (int channel = 0; channel < 3; channel++) {
    uint32_t value = pixel[channel] * 255u / alpha;
    pixel[channel] = value > 255 ? 255 : (uint8_t)value;
  }
}

// Where the samples of a decoded picture lie, NULL unless it is as large as the file said.
static const uint8_t *plane_of(const struct heif_image *image, enum heif_channel channel, size_t row, uint32_t width,
                               uint32_t height, size_t *stride) {
  int length = 0;
  const uint8_t *plane = library.heif_image_get_plane_readonly(image, channel, &length);
  *stride = (size_t)length;
  int is_whole = length >= 0 && (size_t)length >= row && library.heif_image_get_width(image, channel) == (int)width &&
                 library.heif_image_get_height(image, channel) == (int)height;
  return is_whole ? plane : NULL;
}

// Greys of more than 8 bits, which pillow-heif brings to 16 and Pillow then clips at 255.
static int clip_deep_grays(const struct heif_image *image, int depth, uint32_t width, uint32_t height, uint8_t *rgba) {
  size_t stride;
  const uint8_t *plane = plane_of(image, heif_channel_Y, 2 * (size_t)width, width, height, &stride);
  if (!plane) return 1;
  for (uint32_t y = 0; y < height; y++)
    for (uint32_t x = 0; x < width; x++, rgba += 4) {
      uint16_t value;
      memcpy(&value, plane + stride * y + 2 * (size_t)x, 2);
      uint32_t wide = (uint32_t)value << (16 - depth);
      memset(rgba, wide > 255 ? 255 : (int)wide, 3);
      rgba[3] = 255;
    }
  return 0;
}

static int copy_colours(const struct heif_image *image, int has_alpha, int is_multiplied, uint32_t width,
                        uint32_t height, uint8_t *rgba) {
  size_t stride, step = has_alpha ? 4 : 3;
  const uint8_t *plane = plane_of(image, heif_channel_interleaved, step * width, width, height, &stride);
  if (!plane) return 1;
  for (uint32_t y = 0; y < height; y++) {
    const uint8_t *from = plane + stride * y;
    for (uint32_t x = 0; x < width; x++, from += step, rgba += 4) {
      memcpy(rgba, from, step);
      if (!has_alpha) rgba[3] = 255;
      if (is_multiplied) divide_by_alpha(rgba);
    }
  }
  return 0;
}

static int rounded(double value, int most) { return value < 0 ? 0 : value > most ? most : (int)(value + 0.5); }

static uint8_t clipped(int value) { return value < 0 ? 0 : value > 255 ? 255 : (uint8_t)value; }

// Colours of more than 8 bits become those of 8 as the libheif does it that pillow-heif brings along: as brightness
// and colour difference (ITU-R BT.601), cut off there. Version 1.15 cuts red, green and blue, which differ by up to 3
// then.
static void narrow_colour(const uint8_t *samples, int depth, uint8_t *rgb) {
  uint16_t wide[3];
  memcpy(wide, samples, sizeof wide);
  int most = (1 << depth) - 1, middle = 1 << (depth - 1), shift = depth - 8;
  double brightness = 0.299 * wide[0] + 0.587 * wide[1] + 0.114 * wide[2];
  int y = rounded(brightness, most) >> shift;
  int blue = (rounded((wide[2] - brightness) / 1.772 + middle, most) >> shift) - 128;
  int red = (rounded((wide[0] - brightness) / 1.402 + middle, most) >> shift) - 128;
  rgb[0] = clipped(y + ((359 * red + 128) >> 8));
  rgb[1] = clipped(y + ((-88 * blue - 183 * red + 128) >> 8));
  rgb[2] = clipped(y + ((454 * blue + 128) >> 8));
}

static int narrow_colours(const struct heif_image *image, int depth, int has_alpha, int is_multiplied, uint32_t width,
                          uint32_t height, uint8_t *rgba) {
  size_t stride, step = has_alpha ? 8 : 6;
  const uint8_t *plane = plane_of(image, heif_channel_interleaved, step * width, width, height, &stride);
  if (!plane) return 1;
  for (uint32_t y = 0; y < height; y++) {
    const uint8_t *from = plane + stride * y;
    for (uint32_t x = 0; x < width; x++, from += step, rgba += 4) {
      uint16_t alpha = 0;
      narrow_colour(from, depth, rgba);
      if (has_alpha) memcpy(&alpha, from + 6, 2);
      rgba[3] = has_alpha ? (uint8_t)(alpha >> (depth - 8)) : 255;
      if (is_multiplied) divide_by_alpha(rgba);
    }
  }
  return 0;
}

static struct heif_error decode(const reader *r, enum heif_chroma chroma, struct heif_image **image) {
  enum heif_colorspace space = chroma == heif_chroma_undefined ? heif_colorspace_undefined : heif_colorspace_RGB;
  return library.heif_decode_image(r->picture, image, space, chroma, NULL);
}

int quire_heif_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba,
                      int *is_deep_gray, char message[QUIRE_IO_MESSAGE]) {
  reader r;
  int failed = reader_open(&r, bytes, count, message);
  if (failed) return failed;
  int has_alpha = library.heif_image_handle_has_alpha_channel(r.picture);
  int is_multiplied = has_alpha && library.heif_image_handle_is_premultiplied_alpha(r.picture);
  int depth = library.heif_image_handle_get_luma_bits_per_pixel(r.picture);
  int is_deep = depth > 8 && depth <= 16;
  struct heif_image *image = NULL;
  struct heif_error error;
  *is_deep_gray = 0;
  if (is_deep && !has_alpha) {
    // Greys are known as such once they are decoded as they are stored.
    error = decode(&r, heif_chroma_undefined, &image);
    if (error.code != heif_error_Ok) return reader_fail(&r, message, error.message);
    *is_deep_gray = library.heif_image_get_colorspace(image) == heif_colorspace_monochrome;
    if (!*is_deep_gray) library.heif_image_release(image);
  }
  if (*is_deep_gray) {
    failed = clip_deep_grays(image, depth, width, height, rgba);
  } else {
    // Without alpha three samples for each pixel, which is a quarter less.
    enum heif_chroma deep = has_alpha ? heif_chroma_interleaved_RRGGBBAA_LE : heif_chroma_interleaved_RRGGBB_LE;
    enum heif_chroma plain = has_alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB;
    error = decode(&r, is_deep ? deep : plain, &image);
    if (error.code != heif_error_Ok) return reader_fail(&r, message, error.message);
    failed = is_deep ? narrow_colours(image, depth, has_alpha, is_multiplied, width, height, rgba)
                     : copy_colours(image, has_alpha, is_multiplied, width, height, rgba);
  }
  library.heif_image_release(image);
  if (failed) return reader_fail(&r, message, "its picture is not of the size that the file says");
  reader_close(&r);
  return 0;
}

#else

int quire_heif_header_read(const uint8_t *bytes, size_t count, quire_heif_header *header,
                           char message[QUIRE_IO_MESSAGE]) {
  (void)bytes, (void)count, (void)header, (void)message;
  return QUIRE_NOT_BUILT;
}

int quire_heif_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba,
                      int *is_deep_gray, char message[QUIRE_IO_MESSAGE]) {
  (void)bytes, (void)count, (void)width, (void)height, (void)rgba, (void)is_deep_gray, (void)message;
  return QUIRE_NOT_BUILT;
}

#endif
