// Writes an AVIF of 48 × 36 pixels in a way that Pillow does not: FILE, bits of a sample, layout of the colours (1 for
// 4:4:4, 2 for 4:2:2, 3 for 4:2:0, 4 for greys), 1 for all of the range, the number of the matrix. For libavif 0.11.
#include <avif/avif.h>
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **words) {
  if (count != 6) return 2;
  int depth = atoi(words[2]), top = (1 << depth) - 1;
  avifImage *image = avifImageCreate(48, 36, depth, atoi(words[3]));
  image->yuvRange = atoi(words[4]);
  image->matrixCoefficients = atoi(words[5]);
  image->colorPrimaries = 1;
  image->transferCharacteristics = 13;
  avifRGBImage rgb;
  avifRGBImageSetDefaults(&rgb, image);
  rgb.format = AVIF_RGB_FORMAT_RGB;
  avifRGBImageAllocatePixels(&rgb);
  for (int y = 0; y < 36; y++)
    for (int x = 0; x < 48; x++) {
      int colour[] = {top * x / 47, top * y / 35, top * (x * y % 97) / 96};
      for (int i = 0; i < 3; i++) {
        uint8_t *row = rgb.pixels + (size_t)y * rgb.rowBytes;
        if (depth > 8)
          ((uint16_t *)row)[3 * x + i] = (uint16_t)colour[i];
        else
          row[3 * x + i] = (uint8_t)colour[i];
      }
    }
  avifEncoder *encoder = avifEncoderCreate();
  encoder->minQuantizer = encoder->maxQuantizer = 10;
  encoder->speed = 9;
  avifRWData out = AVIF_DATA_EMPTY;
  if (avifImageRGBToYUV(image, &rgb) || avifEncoderWrite(encoder, image, &out)) return 1;
  FILE *file = fopen(words[1], "wb");
  return !file || fwrite(out.data, 1, out.size, file) != out.size || fclose(file);
}
