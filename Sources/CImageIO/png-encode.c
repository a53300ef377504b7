#include "CImageIO.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

enum { PALETTE = 256, SLOTS = 1024 };

// A figure has few colours; one byte a pixel is a third of the work for deflate and about half of the file.
typedef struct {
  uint32_t colours[PALETTE];
  int count;
  uint32_t keys[SLOTS];
  int16_t values[SLOTS];
} palette_table;

static int palette_index(palette_table *table, uint32_t colour) {
  uint32_t slot = (colour * 2654435761u) >> 22;
  while (table->values[slot] >= 0) {
    if (table->keys[slot] == colour) return table->values[slot];
    slot = (slot + 1) & (SLOTS - 1);
  }
  if (table->count == PALETTE) return -1;
  table->keys[slot] = colour;
  table->values[slot] = (int16_t)table->count;
  table->colours[table->count] = colour;
  return table->count++;
}

// Whether most pixels continue the one on their left, as drawings do and photographs do not.
static int is_flat(const uint8_t *rgba, size_t pixels) {
  size_t same = 0;
  uint32_t last = 0;
  for (size_t i = 0; i < pixels; i++) {
    uint32_t pixel;
    memcpy(&pixel, rgba + 4 * i, 4);
    same += pixel == last;
    last = pixel;
  }
  return same * 2 >= pixels;
}

static int is_opaque(const uint8_t *rgba, size_t pixels) {
  uint8_t all[4] = {255, 255, 255, 255};
  uint32_t merged;
  memcpy(&merged, all, 4);
  for (size_t i = 0; i < pixels; i++) {
    uint32_t pixel;
    memcpy(&pixel, rgba + 4 * i, 4);
    merged &= pixel;
  }
  memcpy(all, &merged, 4);
  return all[3] == 255;
}

// Fills `indices` when the picture has at most 256 colours.
static int index_pixels(const uint8_t *rgba, size_t pixels, uint8_t *indices, palette_table *table) {
  table->count = 0;
  memset(table->values, 0xff, sizeof table->values);
  uint32_t last = 0;
  int index = -1;
  for (size_t i = 0; i < pixels; i++) {
    uint32_t colour;
    memcpy(&colour, rgba + 4 * i, 4);
    if (index < 0 || colour != last) {
      index = palette_index(table, colour);
      if (index < 0) return 0;
      last = colour;
    }
    indices[i] = (uint8_t)index;
  }
  return 1;
}

static void set_palette(png_structp png, png_infop info, const palette_table *table) {
  png_color colours[PALETTE];
  for (int i = 0; i < table->count; i++) {
    uint8_t channel[4];
    memcpy(channel, &table->colours[i], 4);
    colours[i] = (png_color){channel[0], channel[1], channel[2]};
  }
  png_set_PLTE(png, info, colours, table->count);
}

// ASCII goes into tEXt, which every reader knows; anything else needs iTXt, the chunk for UTF-8.
static int is_ascii(const char *text) {
  for (; *text; text++)
    if ((uint8_t)*text >= 128) return 0;
  return 1;
}

static void set_texts(png_structp png, png_infop info, const quire_png_text *texts, int count) {
  for (int i = 0; i < count; i++) {
    png_text text;
    memset(&text, 0, sizeof text);
    text.key = (char *)texts[i].keyword;
    text.text = (char *)texts[i].text;
    if (is_ascii(texts[i].text)) {
      text.compression = PNG_TEXT_COMPRESSION_NONE;
      text.text_length = strlen(texts[i].text);
    } else {
      text.compression = PNG_ITXT_COMPRESSION_NONE;
      text.itxt_length = strlen(texts[i].text);
      text.lang = (char *)"";
      text.lang_key = (char *)"";
    }
    png_set_text(png, info, &text, 1);
  }
}

int quire_png_encode(const uint8_t *rgba, uint32_t width, uint32_t height, uint32_t pixels_per_metre,
                     const quire_png_text *texts, int text_count, uint8_t **bytes, size_t *count,
                     char message[QUIRE_IO_MESSAGE]) {
  size_t pixels = (size_t)width * height;
  quire_sink sink = {0};
  quire_failure failure = {.message = message};
  *bytes = NULL;
  *count = 0;

  // One buffer serves indices, or one row of RGB and the byte that its last pixel writes too much.
  uint8_t *scratch = malloc(pixels + 3 * (size_t)width + 1);
  palette_table *table = malloc(sizeof *table);
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &failure, quire_png_fail, quire_png_ignore);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!scratch || !table || !info) {
    strncpy(message, "out of memory", QUIRE_IO_MESSAGE);
    png_destroy_write_struct(&png, &info);
    free(scratch);
    free(table);
    return 1;
  }
  int opaque = is_opaque(rgba, pixels);
  int indexed = opaque && index_pixels(rgba, pixels, scratch, table);

  if (setjmp(failure.jump)) {
    png_destroy_write_struct(&png, &info);
    free(sink.bytes);
    free(scratch);
    free(table);
    return 1;
  }
  png_set_write_fn(png, &sink, quire_png_write, quire_png_flush);
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  int kind = indexed ? PNG_COLOR_TYPE_PALETTE : opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGB_ALPHA;
  png_set_IHDR(png, info, width, height, 8, kind, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
  // Flat colour and repeated glyphs: deflate finds them best unfiltered, and the levels above 3 take twice the time for
  // a tenth of the bytes. What is not flat gains from Paeth and its kin, and there the levels above 4 take three times
  // the time for a twenty-fifth of the bytes. libdeflate was measured: no faster on flat colour at the same size.
  int flat = indexed || is_flat(rgba, pixels);
  png_set_filter(png, PNG_FILTER_TYPE_BASE, flat ? PNG_FILTER_NONE : PNG_ALL_FILTERS);
  png_set_compression_level(png, indexed ? 5 : flat ? 3 : 4);
  png_set_compression_buffer_size(png, 1 << 18);
  if (indexed) set_palette(png, info, table);
  if (pixels_per_metre) png_set_pHYs(png, info, pixels_per_metre, pixels_per_metre, PNG_RESOLUTION_METER);
  set_texts(png, info, texts, text_count);
  png_write_info(png, info);
  for (uint32_t y = 0; y < height; y++) {
    const uint8_t *row = rgba + 4 * (size_t)width * y;
    if (indexed) {
      row = scratch + (size_t)width * y;
    } else if (opaque) {
      // Four bytes at once, of which the next pixel overwrites the last: a third of the stores.
      for (uint32_t x = 0; x < width; x++) memcpy(scratch + 3 * (size_t)x, row + 4 * (size_t)x, 4);
      row = scratch;
    }
    png_write_row(png, row);
  }
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  free(scratch);
  free(table);
  *bytes = sink.bytes;
  *count = sink.count;
  return 0;
}
