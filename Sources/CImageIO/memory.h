#pragma once

#include <png.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

// What the encoder and the decoder share: where libpng's errors go, and files that are memory.

typedef struct {
  jmp_buf jump;
  char *message;
} quire_failure;

typedef struct {
  uint8_t *bytes;
  size_t count, capacity;
} quire_sink;

typedef struct {
  const uint8_t *bytes;
  size_t count, position;
} quire_source;

void quire_png_fail(png_structp png, png_const_charp message);
void quire_png_ignore(png_structp png, png_const_charp message);
void quire_png_write(png_structp png, png_bytep bytes, size_t count);
void quire_png_flush(png_structp png);
void quire_png_read(png_structp png, png_bytep bytes, size_t count);
