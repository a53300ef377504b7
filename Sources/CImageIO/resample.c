#include "CImageIO.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Weights have 22 fractional bits, and so do the sums; half of the last whole one rounds them.
enum { PRECISION = 22, LOW_BITS = 15 };
#define HALF (1 << (PRECISION - 1))

#if defined(__SSE2__)

// Sums of pixels times weights for four bytes, the weights' high and low parts apart: a weight of 24 bits does not fit
// the multiplication that every x86-64 has, a part of it does. Sums wrap as integers do, and the whole sum fits.
typedef struct {
  __m128i high, low;
} sums;

static inline void add_pair(sums *s, __m128i pixels, quire_weight_pair pair) {
  s->high = _mm_add_epi32(s->high, _mm_madd_epi16(pixels, _mm_set1_epi32((int32_t)pair.high)));
  s->low = _mm_add_epi32(s->low, _mm_madd_epi16(pixels, _mm_set1_epi32((int32_t)pair.low)));
}

static inline __m128i whole(sums s) {
  __m128i sum = _mm_add_epi32(_mm_slli_epi32(s.high, LOW_BITS), s.low);
  return _mm_srai_epi32(_mm_add_epi32(sum, _mm_set1_epi32(HALF)), PRECISION);
}

static inline __m128i load_pixel(const uint8_t *pixel) {
  int32_t bytes;
  memcpy(&bytes, pixel, 4);
  return _mm_cvtsi32_si128(bytes);
}

static inline __m128i load_pixels(const uint8_t *pixels) { return _mm_loadl_epi64((const __m128i *)pixels); }

static inline void resample_pixel(const uint8_t *source, size_t count, const quire_weight_pair *pairs, uint8_t *out) {
  const __m128i zero = _mm_setzero_si128();
  sums s = {zero, zero};
  for (size_t i = 0; i < count / 2; i++) {
    __m128i two = load_pixels(source + 8 * i);
    // Red of both, green of both …
    __m128i mixed = _mm_unpacklo_epi8(two, _mm_srli_si128(two, 4));
    add_pair(&s, _mm_unpacklo_epi8(mixed, zero), pairs[i]);
  }
  if (count % 2) {
    __m128i one = _mm_unpacklo_epi8(load_pixel(source + 4 * (count - 1)), zero);
    add_pair(&s, _mm_unpacklo_epi8(one, zero), pairs[count / 2]);
  }
  __m128i bytes = _mm_packs_epi32(whole(s), zero);
  int32_t pixel = _mm_cvtsi128_si32(_mm_packus_epi16(bytes, zero)) | (int32_t)0xff000000;
  memcpy(out, &pixel, 4);
}

// Sixteen bytes, of rows `stride` bytes apart.
static inline void resample_block(const uint8_t *source, size_t stride, size_t count, const quire_weight_pair *pairs,
                                  uint8_t *out) {
  const __m128i zero = _mm_setzero_si128();
  sums s[4] = {{zero, zero}, {zero, zero}, {zero, zero}, {zero, zero}};
  for (size_t i = 0; i < count; i += 2) {
    __m128i upper = _mm_loadu_si128((const __m128i *)(source + stride * i));
    __m128i lower = i + 1 < count ? _mm_loadu_si128((const __m128i *)(source + stride * (i + 1))) : zero;
    __m128i left = _mm_unpacklo_epi8(upper, lower), right = _mm_unpackhi_epi8(upper, lower);
    add_pair(&s[0], _mm_unpacklo_epi8(left, zero), pairs[i / 2]);
    add_pair(&s[1], _mm_unpackhi_epi8(left, zero), pairs[i / 2]);
    add_pair(&s[2], _mm_unpacklo_epi8(right, zero), pairs[i / 2]);
    add_pair(&s[3], _mm_unpackhi_epi8(right, zero), pairs[i / 2]);
  }
  __m128i bytes =
      _mm_packus_epi16(_mm_packs_epi32(whole(s[0]), whole(s[1])), _mm_packs_epi32(whole(s[2]), whole(s[3])));
  _mm_storeu_si128((__m128i *)out, _mm_or_si128(bytes, _mm_set1_epi32((int32_t)0xff000000)));
}

#endif

static inline uint8_t clip(int32_t sum) {
  int32_t value = sum >> PRECISION;
  return value < 0 ? 0 : value > 255 ? 255 : (uint8_t)value;
}

// The weight of pixel i.
static inline int32_t weight(const quire_weight_pair *pairs, size_t i) {
  int shift = i % 2 ? 16 : 0;
  int16_t high = (int16_t)(pairs[i / 2].high >> shift), low = (int16_t)(pairs[i / 2].low >> shift);
  return high * (1 << LOW_BITS) + low;
}

// One pixel whose sources lie `stride` bytes apart.
static inline void resample_one(const uint8_t *source, size_t stride, size_t count, const quire_weight_pair *pairs,
                                uint8_t *out) {
  int32_t sum[3] = {HALF, HALF, HALF};
  for (size_t i = 0; i < count; i++)
    for (int channel = 0; channel < 3; channel++) sum[channel] += source[stride * i + channel] * weight(pairs, i);
  for (int channel = 0; channel < 3; channel++) out[channel] = clip(sum[channel]);
  out[3] = 255;
}

void quire_resample_across(const uint8_t *rgba, size_t rows, size_t old_width, const quire_resampling *r,
                           uint8_t *out) {
  for (size_t y = 0; y < rows; y++, rgba += 4 * old_width)
    for (size_t x = 0; x < r->count; x++, out += 4) {
      const uint8_t *source = rgba + 4 * (size_t)r->starts[x];
      const quire_weight_pair *pairs = r->pairs + x * r->pair_count;
#if defined(__SSE2__)
      resample_pixel(source, (size_t)r->counts[x], pairs, out);
#else
      resample_one(source, 4, (size_t)r->counts[x], pairs, out);
#endif
    }
}

void quire_resample_down(const uint8_t *rgba, size_t width, const quire_resampling *r, uint8_t *out) {
  size_t stride = 4 * width;
  for (size_t y = 0; y < r->count; y++, out += stride) {
    const uint8_t *source = rgba + stride * (size_t)r->starts[y];
    const quire_weight_pair *pairs = r->pairs + y * r->pair_count;
    size_t count = (size_t)r->counts[y], done = 0;
#if defined(__SSE2__)
    for (; done + 16 <= stride; done += 16) resample_block(source + done, stride, count, pairs, out + done);
#endif
    for (; done < stride; done += 4) resample_one(source + done, stride, count, pairs, out + done);
  }
}
