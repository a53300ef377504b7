#include "CImageIO.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  png_structp png;
  png_infop info;
  quire_source source;
  quire_failure failure;
} reader;

static int reader_open(reader *r, const uint8_t *bytes, size_t count, char *message) {
  memset(r, 0, sizeof *r);
  r->source = (quire_source){bytes, count, 0};
  r->failure.message = message;
  if (count < 8 || png_sig_cmp(bytes, 0, 8)) {
    strncpy(message, "not a PNG file", QUIRE_IO_MESSAGE);
    return 1;
  }
  r->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &r->failure, quire_png_fail, quire_png_ignore);
  r->info = r->png ? png_create_info_struct(r->png) : NULL;
  if (!r->info) {
    strncpy(message, "out of memory", QUIRE_IO_MESSAGE);
    png_destroy_read_struct(&r->png, &r->info, NULL);
    return 1;
  }
  return 0;
}

int quire_png_decode(const uint8_t *bytes, size_t count, uint64_t max_pixels, uint8_t **rgba, uint32_t *width,
                     uint32_t *height, uint32_t *pixels_per_metre, char message[QUIRE_IO_MESSAGE]) {
  reader r;
  *rgba = NULL;
  if (reader_open(&r, bytes, count, message)) return 1;
  // Volatile: they are set after setjmp and read after longjmp.
  uint8_t *volatile pixels = NULL;
  png_bytep *volatile rows = NULL;
  if (setjmp(r.failure.jump)) {
    png_destroy_read_struct(&r.png, &r.info, NULL);
    free(pixels);
    free(rows);
    return 1;
  }
  png_set_read_fn(r.png, &r.source, quire_png_read);
  png_read_info(r.png, r.info);
  uint32_t w = png_get_image_width(r.png, r.info), h = png_get_image_height(r.png, r.info);
  if ((uint64_t)w * h > max_pixels) png_error(r.png, "more pixels than allowed");
  png_set_expand(r.png);
  png_set_scale_16(r.png);
  png_set_gray_to_rgb(r.png);
  png_set_add_alpha(r.png, 255, PNG_FILLER_AFTER);
  png_set_interlace_handling(r.png);
  png_read_update_info(r.png, r.info);
  pixels = malloc((size_t)w * h * 4);
  rows = malloc(sizeof(png_bytep) * h);
  if (!pixels || !rows) png_error(r.png, "out of memory");
  for (uint32_t y = 0; y < h; y++) rows[y] = pixels + (size_t)w * 4 * y;
  png_read_image(r.png, rows);
  png_read_end(r.png, r.info);
  *pixels_per_metre = png_get_pixels_per_meter(r.png, r.info);
  png_destroy_read_struct(&r.png, &r.info, NULL);
  free(rows);
  *rgba = pixels;
  *width = w;
  *height = h;
  return 0;
}

int quire_png_texts(const uint8_t *bytes, size_t count, void *context,
                    void (*visit)(void *context, const char *keyword, const char *text),
                    char message[QUIRE_IO_MESSAGE]) {
  reader r;
  if (reader_open(&r, bytes, count, message)) return 1;
  if (setjmp(r.failure.jump)) {
    png_destroy_read_struct(&r.png, &r.info, NULL);
    return 1;
  }
  png_set_read_fn(r.png, &r.source, quire_png_read);
  png_read_info(r.png, r.info);
  png_textp texts = NULL;
  int found = 0;
  png_get_text(r.png, r.info, &texts, &found);
  // `visit` is Swift's: it returns, and nothing below it can jump.
  for (int i = 0; i < found; i++) visit(context, texts[i].key, texts[i].text ? texts[i].text : "");
  png_destroy_read_struct(&r.png, &r.info, NULL);
  return 0;
}
