#include "memory.h"

#include "CImageIO.h"

#include <stdlib.h>
#include <string.h>

void quire_png_fail(png_structp png, png_const_charp message) {
  quire_failure *failure = png_get_error_ptr(png);
  strncpy(failure->message, message, QUIRE_IO_MESSAGE - 1);
  failure->message[QUIRE_IO_MESSAGE - 1] = 0;
  longjmp(failure->jump, 1);
}

// Warnings (an odd colour profile, say) do not stop a picture from being right.
void quire_png_ignore(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

void quire_png_write(png_structp png, png_bytep bytes, size_t count) {
  quire_sink *sink = png_get_io_ptr(png);
  if (sink->count + count > sink->capacity) {
    size_t capacity = sink->capacity ? sink->capacity * 2 : 1 << 16;
    while (capacity < sink->count + count) capacity *= 2;
    uint8_t *grown = realloc(sink->bytes, capacity);
    if (!grown) png_error(png, "out of memory");
    sink->bytes = grown;
    sink->capacity = capacity;
  }
  memcpy(sink->bytes + sink->count, bytes, count);
  sink->count += count;
}

void quire_png_flush(png_structp png) { (void)png; }

void quire_png_read(png_structp png, png_bytep bytes, size_t count) {
  quire_source *source = png_get_io_ptr(png);
  if (count > source->count - source->position) png_error(png, "the file ends too early");
  memcpy(bytes, source->bytes + source->position, count);
  source->position += count;
}
