#define _GNU_SOURCE

#include "CImageIO.h"

#include <string.h>

ptrdiff_t quire_find(const void *bytes, size_t count, const void *wanted, size_t length) {
  const char *place = memmem(bytes, count, wanted, length);
  return place ? place - (const char *)bytes : -1;
}
