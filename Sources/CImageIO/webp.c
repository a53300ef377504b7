#include "CImageIO.h"

#include <stdlib.h>
#include <string.h>
#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/encode.h>

static int fail(char *message, const char *words) {
  strncpy(message, words, QUIRE_IO_MESSAGE - 1);
  message[QUIRE_IO_MESSAGE - 1] = 0;
  return 1;
}

static const char *words_of_encoder(WebPEncodingError error) {
  switch (error) {
  case VP8_ENC_ERROR_OUT_OF_MEMORY:
  case VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY: return "out of memory";
  case VP8_ENC_ERROR_BAD_DIMENSION: return "a side of more than 16,383 pixels";
  default: return "libwebp refused";
  }
}

int quire_webp_encode(const uint8_t *rgba, uint32_t width, uint32_t height, float quality, uint8_t **bytes,
                      size_t *count, char message[QUIRE_IO_MESSAGE]) {
  *bytes = NULL;
  *count = 0;
  WebPConfig config;
  WebPPicture picture;
  if (!WebPConfigInit(&config) || !WebPPictureInit(&picture)) return fail(message, "another version of libwebp");
  if (width > WEBP_MAX_DIMENSION || height > WEBP_MAX_DIMENSION)
    return fail(message, words_of_encoder(VP8_ENC_ERROR_BAD_DIMENSION));
  config.method = 4;
  if (quality < 0) {
    // A quarter less work than the next one up, for a hundredth more bytes.
    config.method = 2;
    config.lossless = 1;
    config.exact = 1;
    config.quality = 75;
  } else {
    config.quality = quality;
    // Thin lines of colour keep their brightness where colours are halved.
    config.use_sharp_yuv = 1;
  }
  picture.use_argb = 1;
  picture.width = (int)width;
  picture.height = (int)height;
  WebPMemoryWriter writer;
  WebPMemoryWriterInit(&writer);
  picture.writer = WebPMemoryWrite;
  picture.custom_ptr = &writer;
  int done = WebPPictureImportRGBA(&picture, rgba, (int)(4 * width)) && WebPEncode(&config, &picture);
  WebPEncodingError error = picture.error_code;
  WebPPictureFree(&picture);
  // The caller frees with free(), which is not always WebPFree().
  uint8_t *copy = done ? malloc(writer.size) : NULL;
  if (copy) {
    memcpy(copy, writer.mem, writer.size);
    *bytes = copy;
    *count = writer.size;
  }
  WebPMemoryWriterClear(&writer);
  if (!done) return fail(message, words_of_encoder(error));
  return copy ? 0 : fail(message, "out of memory");
}

static const char *words_of_decoder(VP8StatusCode status) {
  switch (status) {
  case VP8_STATUS_OUT_OF_MEMORY: return "out of memory";
  case VP8_STATUS_NOT_ENOUGH_DATA: return "the file ends too early";
  case VP8_STATUS_UNSUPPORTED_FEATURE: return "a kind of WebP that libwebp does not read";
  default: return "its data are damaged";
  }
}

// The size that the file's own header gives: bytes beyond it belong to no picture, fewer are a cut file.
static int is_cut(const uint8_t *bytes, size_t count) {
  if (count < 12) return 1;
  uint32_t size = bytes[4] | (uint32_t)bytes[5] << 8 | (uint32_t)bytes[6] << 16 | (uint32_t)bytes[7] << 24;
  return (size_t)size + 8 > count;
}

int quire_webp_header_read(const uint8_t *bytes, size_t count, quire_webp_header *header,
                           char message[QUIRE_IO_MESSAGE]) {
  WebPBitstreamFeatures features;
  if (is_cut(bytes, count)) return fail(message, words_of_decoder(VP8_STATUS_NOT_ENOUGH_DATA));
  VP8StatusCode status = WebPGetFeatures(bytes, count, &features);
  if (status != VP8_STATUS_OK) return fail(message, words_of_decoder(status));
  header->width = (uint32_t)features.width;
  header->height = (uint32_t)features.height;
  header->is_animated = features.has_animation;
  header->has_alpha = features.has_alpha;
  return 0;
}

static VP8StatusCode decode_into(const uint8_t *bytes, size_t count, uint8_t *rgba, size_t stride, size_t room) {
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) return VP8_STATUS_INVALID_PARAM;
  config.output.colorspace = MODE_RGBA;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = rgba;
  config.output.u.RGBA.stride = (int)stride;
  config.output.u.RGBA.size = room;
  return WebPDecode(bytes, count, &config);
}

// The first frame on a transparent ground; the others are only looked for.
static VP8StatusCode decode_first_frame(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height,
                                        uint8_t *rgba) {
  WebPData data = {bytes, count};
  WebPDemuxer *demuxer = WebPDemux(&data);
  if (!demuxer) return VP8_STATUS_BITSTREAM_ERROR;
  VP8StatusCode status = VP8_STATUS_BITSTREAM_ERROR;
  WebPIterator frame;
  memset(rgba, 0, (size_t)width * height * 4);
  if (WebPDemuxGetFrame(demuxer, 1, &frame)) {
    size_t right = (size_t)frame.x_offset + (size_t)frame.width, bottom = (size_t)frame.y_offset + (size_t)frame.height;
    if (frame.complete && right <= width && bottom <= height) {
      size_t stride = (size_t)width * 4, start = (size_t)frame.y_offset * stride + (size_t)frame.x_offset * 4;
      status = decode_into(frame.fragment.bytes, frame.fragment.size, rgba + start, stride, stride * height - start);
    }
    while (status == VP8_STATUS_OK && WebPDemuxNextFrame(&frame))
      if (!frame.complete) status = VP8_STATUS_NOT_ENOUGH_DATA;
    WebPDemuxReleaseIterator(&frame);
  }
  WebPDemuxDelete(demuxer);
  return status;
}

int quire_webp_decode(const uint8_t *bytes, size_t count, uint32_t width, uint32_t height, uint8_t *rgba,
                      char message[QUIRE_IO_MESSAGE]) {
  quire_webp_header header;
  if (quire_webp_header_read(bytes, count, &header, message)) return 1;
  if (header.width != width || header.height != height)
    return fail(message, "the room for the pixels has another size");
  VP8StatusCode status = header.is_animated
                             ? decode_first_frame(bytes, count, width, height, rgba)
                             : decode_into(bytes, count, rgba, (size_t)width * 4, (size_t)width * height * 4);
  return status == VP8_STATUS_OK ? 0 : fail(message, words_of_decoder(status));
}
