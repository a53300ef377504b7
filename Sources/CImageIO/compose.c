#include "CImageIO.h"

int quire_lay_on_white(uint8_t *rgba, size_t pixels) {
  int is_transparent = 0;
  for (uint8_t *pixel = rgba; pixels-- > 0; pixel += 4) {
    uint32_t alpha = pixel[3];
    if (alpha == 255) continue;
    is_transparent = 1;
    for (int channel = 0; channel < 3; channel++) {
      uint32_t sum = pixel[channel] * alpha + 255 * (255 - alpha) + 128;
      pixel[channel] = (uint8_t)((sum + (sum >> 8)) >> 8);
    }
    pixel[3] = 255;
  }
  return is_transparent;
}
