#include "CImageIO.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

typedef struct {
  struct jpeg_error_mgr base;
  jmp_buf jump;
  char *message;
} jpeg_failure;

typedef struct {
  struct jpeg_decompress_struct codec;
  struct jpeg_progress_mgr progress;
  jpeg_failure failure;
} jpeg_reader;

// More passes over the picture than any encoder writes: a small file that would keep the processor busy for hours.
enum { MAXIMUM_SCANS = 500 };

static void stop(j_common_ptr codec, const char *message) {
  jpeg_failure *failure = (jpeg_failure *)codec->err;
  strncpy(failure->message, message, QUIRE_IO_MESSAGE - 1);
  failure->message[QUIRE_IO_MESSAGE - 1] = 0;
  longjmp(failure->jump, 1);
}

static void fail(j_common_ptr codec) {
  char message[JMSG_LENGTH_MAX];
  codec->err->format_message(codec, message);
  stop(codec, message);
}

// A warning after which libjpeg invents pixels is an error here: half a picture is none. The others, such as bytes too
// many between segments, leave the picture right.
static void judge_warning(j_common_ptr codec, int level) {
  if (level >= 0) return;
  switch (codec->err->msg_code) {
  case JWRN_JPEG_EOF: stop(codec, "the file ends too early");
  case JWRN_HIT_MARKER:
  case JWRN_HUFF_BAD_CODE:
  case JWRN_MUST_RESYNC: fail(codec);
  }
}

static void count_scans(j_common_ptr codec) {
  if (((j_decompress_ptr)codec)->input_scan_number > MAXIMUM_SCANS) stop(codec, "more than 500 scans");
}

// Reads up to the frame's header.
static void open_reader(jpeg_reader *r, const uint8_t *bytes, size_t count) {
  jpeg_mem_src(&r->codec, bytes, count);
  r->codec.progress = &r->progress;
  r->progress.progress_monitor = count_scans;
  jpeg_read_header(&r->codec, TRUE);
}

// To be called before setjmp, whose frame must be the caller's.
static void prepare_reader(jpeg_reader *r, char *message) {
  memset(r, 0, sizeof *r);
  r->codec.err = jpeg_std_error(&r->failure.base);
  r->failure.base.error_exit = fail;
  r->failure.base.emit_message = judge_warning;
  r->failure.message = message;
}

int quire_jpeg_header_read(const uint8_t *bytes, size_t count, quire_jpeg_header *header,
                           char message[QUIRE_IO_MESSAGE]) {
  jpeg_reader r;
  prepare_reader(&r, message);
  if (setjmp(r.failure.jump)) {
    jpeg_destroy_decompress(&r.codec);
    return 1;
  }
  jpeg_create_decompress(&r.codec);
  open_reader(&r, bytes, count);
  header->width = r.codec.image_width;
  header->height = r.codec.image_height;
  header->components = r.codec.num_components;
  header->is_progressive = jpeg_has_multiple_scans(&r.codec);
  jpeg_destroy_decompress(&r.codec);
  return 0;
}

static uint8_t scaled(uint8_t ink, uint8_t light) {
  uint32_t product = (uint32_t)ink * light + 128;
  return (uint8_t)((product + (product >> 8)) >> 8);
}

// CMYK as Adobe stores it, upside down: each byte is the light that the ink leaves. The rounding is Pillow's.
static void cmyk_to_rgba(uint8_t *row, uint32_t width) {
  for (uint32_t x = 0; x < width; x++, row += 4) {
    uint8_t light = row[3];
    for (int i = 0; i < 3; i++) row[i] = (uint8_t)(light - scaled(255 - row[i], light));
    row[3] = 255;
  }
}

// The picture from its first row on: to `rgba`, or where that is NULL, `most` rows at a time to `take`.
static int decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba, uint32_t most,
                  void *context, quire_rows take, char message[QUIRE_IO_MESSAGE]) {
  jpeg_reader r;
  prepare_reader(&r, message);
  size_t stride = (size_t)width * 4;
  // Volatile: it is set before setjmp and read after longjmp.
  uint8_t *volatile strip = rgba ? NULL : malloc(stride * most);
  if (!rgba && !strip) {
    strncpy(message, "out of memory", QUIRE_IO_MESSAGE);
    return 1;
  }
  if (setjmp(r.failure.jump)) {
    jpeg_destroy_decompress(&r.codec);
    free(strip);
    return 1;
  }
  jpeg_create_decompress(&r.codec);
  open_reader(&r, bytes, count);
  if (r.codec.image_width != width || r.codec.image_height != height)
    stop((j_common_ptr)&r.codec, "the room for the pixels has another size");
  int is_cmyk = r.codec.num_components == 4;
  r.codec.out_color_space = is_cmyk ? JCS_CMYK : JCS_EXT_RGBA;
  jpeg_start_decompress(&r.codec);
  uint32_t first = 0;
  while (r.codec.output_scanline < height) {
    uint8_t *row = rgba ? rgba + stride * r.codec.output_scanline : strip + stride * (r.codec.output_scanline - first);
    if (jpeg_read_scanlines(&r.codec, &row, 1) == 1 && is_cmyk) cmyk_to_rgba(row, width);
    uint32_t done = r.codec.output_scanline - first;
    if (rgba || (done < most && r.codec.output_scanline < height)) continue;
    // `take` is Swift's: it returns, and nothing below it can jump.
    if (take) take(context, strip, first, done);
    first += done;
  }
  // Not jpeg_finish_decompress: what comes after the last row changes nothing.
  jpeg_destroy_decompress(&r.codec);
  free(strip);
  return 0;
}

int quire_jpeg_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba,
                      char message[QUIRE_IO_MESSAGE]) {
  return decode(bytes, count, width, height, rgba, 0, NULL, NULL, message);
}

int quire_jpeg_decode_strips(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint32_t most,
                             void *context, quire_rows take, char message[QUIRE_IO_MESSAGE]) {
  return decode(bytes, count, width, height, NULL, most, context, take, message);
}
