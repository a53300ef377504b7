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

static uint32_t big_endian(const uint8_t *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

// Whether the chunks are as long as they say: libpng asks for the memory of one before it reads it. Pixels it reads by
// and by, so those of a file that ends early are its own to judge.
static int chunks_are_there(const uint8_t *bytes, size_t count) {
  for (size_t place = 8; count - place >= 8;) {
    uint32_t length = big_endian(bytes + place);
    int are_pixels = !memcmp(bytes + place + 4, "IDAT", 4);
    if (!memcmp(bytes + place + 4, "IEND", 4)) return 1;
    place += 8;
    if (length > count - place) return are_pixels;
    place += length;
    if (count - place < 4) return 1;
    place += 4;
  }
  return 1;
}

static int reader_open(reader *r, const uint8_t *bytes, size_t count, char *message) {
  memset(r, 0, sizeof *r);
  r->source = (quire_source){bytes, count, 0};
  r->failure.message = message;
  if (count < 8 || png_sig_cmp(bytes, 0, 8)) {
    strncpy(message, "not a PNG file", QUIRE_IO_MESSAGE);
    return 1;
  }
  if (!chunks_are_there(bytes, count)) {
    strncpy(message, "the file ends too early", QUIRE_IO_MESSAGE);
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

int quire_png_header_read(const uint8_t *bytes, size_t count, quire_png_header *header,
                          char message[QUIRE_IO_MESSAGE]) {
  reader r;
  if (reader_open(&r, bytes, count, message)) return 1;
  if (setjmp(r.failure.jump)) {
    png_destroy_read_struct(&r.png, &r.info, NULL);
    return 1;
  }
  png_set_read_fn(r.png, &r.source, quire_png_read);
  png_read_info(r.png, r.info);
  uint8_t kind = png_get_color_type(r.png, r.info), depth = png_get_bit_depth(r.png, r.info);
  header->width = png_get_image_width(r.png, r.info);
  header->height = png_get_image_height(r.png, r.info);
  header->pixels_per_metre = png_get_pixels_per_meter(r.png, r.info);
  header->has_transparency = (kind & PNG_COLOR_MASK_ALPHA) || png_get_valid(r.png, r.info, PNG_INFO_tRNS);
  header->is_deep = depth == 16;
  header->is_deep_gray = depth == 16 && kind == PNG_COLOR_TYPE_GRAY;
  png_destroy_read_struct(&r.png, &r.info, NULL);
  return 0;
}

// A row of 16-bit greys at the start of a row's room becomes RGBA there, from the right so that none is overwritten
// unread.
static void clip_deep_grays(uint8_t *row, uint32_t width) {
  for (uint32_t x = width; x-- > 0;) {
    uint8_t gray = row[2 * (size_t)x] ? 255 : row[2 * (size_t)x + 1];
    memset(row + 4 * (size_t)x, gray, 3);
    row[4 * (size_t)x + 3] = 255;
  }
}

// A pixel of the transparent colour is so by the low bytes of what a tRNS chunk names: of the widths that Pillow keeps
// it in no more reach the comparison.
static void clear_colour(uint8_t *rgba, size_t pixels, const uint8_t colour[3]) {
  for (; pixels-- > 0; rgba += 4)
    if (!memcmp(rgba, colour, 3)) rgba[3] = 0;
}

// The colour that a tRNS chunk calls transparent, in a picture without palette and alpha; 0 where there is none.
static int transparent_colour(png_structp png, png_infop info, uint8_t kind, uint8_t depth, uint8_t colour[3]) {
  png_color_16p named = NULL;
  if (!png_get_tRNS(png, info, NULL, NULL, &named) || !named) return 0;
  if (kind == PNG_COLOR_TYPE_RGB) {
    colour[0] = (uint8_t)named->red, colour[1] = (uint8_t)named->green, colour[2] = (uint8_t)named->blue;
    return 1;
  }
  if (kind != PNG_COLOR_TYPE_GRAY) return 0;
  memset(colour, depth == 1 ? (named->gray ? 255 : 0) : (uint8_t)named->gray, 3);
  return 1;
}

int quire_png_decode(const uint8_t *bytes, size_t count, int like_pillow, uint32_t width, uint32_t height,
                     uint8_t *rgba, char message[QUIRE_IO_MESSAGE]) {
  reader r;
  if (reader_open(&r, bytes, count, message)) return 1;
  // Volatile: it is set after setjmp and read after longjmp.
  png_bytep *volatile rows = NULL;
  if (setjmp(r.failure.jump)) {
    png_destroy_read_struct(&r.png, &r.info, NULL);
    free(rows);
    return 1;
  }
  png_set_read_fn(r.png, &r.source, quire_png_read);
  png_read_info(r.png, r.info);
  if (png_get_image_width(r.png, r.info) != width || png_get_image_height(r.png, r.info) != height)
    png_error(r.png, "the room for the pixels has another size");
  uint8_t kind = png_get_color_type(r.png, r.info);
  uint8_t depth = png_get_bit_depth(r.png, r.info), colour[3];
  int clips = like_pillow && kind == PNG_COLOR_TYPE_GRAY && depth == 16;
  int clears = like_pillow && transparent_colour(r.png, r.info, kind, depth, colour);
  if (!clips) {
    if (!like_pillow || kind == PNG_COLOR_TYPE_PALETTE)
      png_set_expand(r.png);
    else if (depth < 8)
      png_set_expand_gray_1_2_4_to_8(r.png);
    if (like_pillow)
      png_set_strip_16(r.png);
    else
      png_set_scale_16(r.png);
    png_set_gray_to_rgb(r.png);
    png_set_add_alpha(r.png, 255, PNG_FILLER_AFTER);
  }
  png_set_interlace_handling(r.png);
  png_read_update_info(r.png, r.info);
  rows = malloc(sizeof(png_bytep) * height);
  if (!rows) png_error(r.png, "out of memory");
  for (uint32_t y = 0; y < height; y++) rows[y] = rgba + (size_t)width * 4 * y;
  png_read_image(r.png, rows);
  png_read_end(r.png, r.info);
  for (uint32_t y = 0; clips && y < height; y++) clip_deep_grays(rows[y], width);
  png_destroy_read_struct(&r.png, &r.info, NULL);
  free(rows);
  if (clears) clear_colour(rgba, (size_t)width * height, colour);
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
