/** Squares of a matrix turned in registers, where there are instructions for it. */
#pragma once
#include "lanes.h"

namespace parallax::PARALLAX_ISA {

#if defined(__AVX512F__)

/** Side of a square. */
constexpr int SQUARE = 16;

/** to[j, i] = from[i, j] (times byRow[j] unless that is null); rows of `from` are `width` apart, those of `to` `toWidth`. */
static inline void turnSquare(const float* from, long width, const float* byRow, float* to, long toWidth) {
  __m512 a[SQUARE], b[SQUARE];
  for (int i = 0; i < SQUARE; i++) a[i] = _mm512_loadu_ps(from + i * width);
  // Within lanes of four: pairs, then fours.
  for (int i = 0; i < SQUARE; i += 2) {
    b[i] = _mm512_unpacklo_ps(a[i], a[i + 1]);
    b[i + 1] = _mm512_unpackhi_ps(a[i], a[i + 1]);
  }
  const auto low = [](__m512 x, __m512 y) { return _mm512_castpd_ps(_mm512_unpacklo_pd(_mm512_castps_pd(x), _mm512_castps_pd(y))); };
  const auto high = [](__m512 x, __m512 y) { return _mm512_castpd_ps(_mm512_unpackhi_pd(_mm512_castps_pd(x), _mm512_castps_pd(y))); };
  for (int i = 0; i < SQUARE; i += 4) {
    a[i] = low(b[i], b[i + 2]);
    a[i + 1] = high(b[i], b[i + 2]);
    a[i + 2] = low(b[i + 1], b[i + 3]);
    a[i + 3] = high(b[i + 1], b[i + 3]);
  }
  // Lanes: a[4 r + c] holds columns c, c + 4, c + 8, c + 12 of rows 4 r to 4 r + 3.
  for (int c = 0; c < 4; c++) {
    const __m512 evens[2] = {_mm512_shuffle_f32x4(a[c], a[c + 4], 0x88), _mm512_shuffle_f32x4(a[c + 8], a[c + 12], 0x88)};
    const __m512 odds[2] = {_mm512_shuffle_f32x4(a[c], a[c + 4], 0xdd), _mm512_shuffle_f32x4(a[c + 8], a[c + 12], 0xdd)};
    b[c] = _mm512_shuffle_f32x4(evens[0], evens[1], 0x88);
    b[c + 4] = _mm512_shuffle_f32x4(odds[0], odds[1], 0x88);
    b[c + 8] = _mm512_shuffle_f32x4(evens[0], evens[1], 0xdd);
    b[c + 12] = _mm512_shuffle_f32x4(odds[0], odds[1], 0xdd);
  }
  for (int j = 0; j < SQUARE; j++) store(to + j * toWidth, byRow ? (V)b[j] * splat(byRow[j]) : (V)b[j]);
}

#else

/** None. */
constexpr int SQUARE = 0;
static inline void turnSquare(const float*, long, const float*, float*, long) {}

#endif

}  // namespace parallax::PARALLAX_ISA
