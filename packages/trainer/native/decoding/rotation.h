/** Rotary angles of single rows, in the order of the checkpoints (feature i turns with i + d / 2). */
#pragma once
#include <cmath>
#include <vector>

namespace parallax::PARALLAX_ISA {

class Rotation {
 public:
  Rotation(float theta, int features) {
    for (int i = 0; i < features / 2; i++)
      // float32 like the reference, whose inverse frequencies are a float32 buffer
      inverse_.push_back(1.f / static_cast<float>(std::pow(static_cast<double>(theta), 2.0 * i / features)));
  }

  /** Cosines [d / 2], then sines, of a text token's position. */
  void fill(float position, float* out) const {
    for (int i = 0; i < half(); i++) set(i, position, out);
  }

  /** The same of a token with three positions. */
  void fill(const float* positions, const int32_t* axes, float* out) const {
    for (int i = 0; i < half(); i++) set(i, positions[axes[i]], out);
  }

  void turn(const float* in, const float* angles, float scale, float* out) const {
    for (int i = 0; i < half(); i++) {
      const float a = in[i] * scale, b = in[i + half()] * scale, c = angles[i], s = angles[i + half()];
      out[i] = a * c - b * s;
      out[i + half()] = b * c + a * s;
    }
  }

 private:
  int half() const { return static_cast<int>(inverse_.size()); }

  void set(int i, float position, float* out) const {
    const double angle = static_cast<double>(position * inverse_[i]);
    out[i] = static_cast<float>(std::cos(angle));
    out[i + half()] = static_cast<float>(std::sin(angle));
  }

  std::vector<float> inverse_;
};

}  // namespace parallax::PARALLAX_ISA
