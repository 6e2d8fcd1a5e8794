/** Vectors of floats as wide as the instruction set that this file is compiled for. No order of sums is left open. */
#pragma once
#include <immintrin.h>

#include <cstdint>

#if defined(__AVX512F__)
#define PARALLAX_ISA avx512
#define PARALLAX_LANES 16
#else
#define PARALLAX_ISA avx2
#define PARALLAX_LANES 8
#endif

namespace parallax::PARALLAX_ISA {

constexpr int W = PARALLAX_LANES;
typedef float V __attribute__((vector_size(4 * PARALLAX_LANES), aligned(4), may_alias));
typedef int32_t I __attribute__((vector_size(4 * PARALLAX_LANES), aligned(4), may_alias));

static inline V load(const float* from) { return *reinterpret_cast<const V*>(from); }
static inline void store(float* to, V value) { *reinterpret_cast<V*>(to) = value; }
/** x - 0 is x, signed zeros and all, so that the compiler makes one broadcast of it. */
static inline V splat(float x) { return x - V{}; }
static inline V larger(V a, V b) { return a > b ? a : b; }

/** x, of which no fused operation becomes a part. */
static inline V rounded(V x) {
  asm("" : "+x"(x));
  return x;
}

static inline V squareRoot(V x) {
#if defined(__AVX512F__)
  return (V)_mm512_sqrt_ps((__m512)x);
#else
  return (V)_mm256_sqrt_ps((__m256)x);
#endif
}

/** Lanes added in a fixed tree. */
static inline float sumOf(V v) {
  float parts[W];
  store(parts, v);
  for (int step = W / 2; step > 0; step /= 2)
    for (int i = 0; i < step; i++) parts[i] += parts[i + step];
  return parts[0];
}

static inline float largestOf(V v) {
  float best = v[0];
  for (int i = 1; i < W; i++) best = v[i] > best ? v[i] : best;
  return best;
}

/**
 * e^x within 2 units in the last place for x <= 88; 0 below -87.3, where float32 has no normal number.
 * Cody-Waite reduction by ln 2 in two parts and a polynomial of degree 6 on [-ln 2 / 2, ln 2 / 2].
 */
static inline V exponential(V x) {
  const V bounded = larger(x, splat(-87.3f));
  const V shifted = bounded * splat(1.44269504f) + splat(12582912.f);  // 1.5 * 2^23: rounds to an integer
  const V n = shifted - splat(12582912.f);
  V r = bounded - n * splat(0.693359375f);
  r = r + n * splat(2.12194440e-4f);
  V p = splat(1.9875691500e-4f);
  p = p * r + splat(1.3981999507e-3f);
  p = p * r + splat(8.3334519073e-3f);
  p = p * r + splat(4.1665795894e-2f);
  p = p * r + splat(1.6666665459e-1f);
  p = p * r + splat(5.0000001201e-1f);
  p = p * r * r + r + splat(1.f);
  const I exponent = reinterpret_cast<const I&>(shifted) << 23;
  const I bits = reinterpret_cast<const I&>(p) + exponent;
  const V value = reinterpret_cast<const V&>(bits);
  return x < splat(-87.3f) ? V{} : value;
}

static inline V sigmoid(V x) { return splat(1.f) / (splat(1.f) + exponential(-larger(x, splat(-88.f)))); }

/** silu(gate) * up; `out` may be `gate`. */
static inline void gateUnits(const float* gate, const float* up, int count, float* out) {
  int i = 0;
  for (; i + W <= count; i += W) {
    const V g = load(gate + i);
    store(out + i, g * sigmoid(g) * load(up + i));
  }
  for (; i < count; i++) out[i] = gate[i] * sigmoid(splat(gate[i]))[0] * up[i];
}

}  // namespace parallax::PARALLAX_ISA
