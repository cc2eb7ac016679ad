#include "file.hpp"

#include <cmath>
#include <cstring>

#include "../errors.hpp"

namespace engine {
namespace {

constexpr int32_t kMagic = 0x67676d6c;
constexpr size_t kMostDimensions = 3, kLongestName = 128;
/** Longer than any side of any tensor in a Whisper model. */
constexpr int32_t kLongestSide = 1 << 20;

/** ggml's numbers for the types that occur in whisper.cpp's models. */
enum Type { kF32 = 0, kF16 = 1, kQ4_0 = 2, kQ4_1 = 3, kQ5_0 = 6, kQ5_1 = 7, kQ8_0 = 8 };

float fromHalf(const uint8_t* bytes) {
  uint16_t half;
  memcpy(&half, bytes, 2);
  const uint32_t sign = (uint32_t)(half & 0x8000) << 16, exponent = half >> 10 & 31, mantissa = half & 1023;
  // A number without an exponent is a multiple of 2^-24.
  if (exponent == 0) return (sign ? -0x1p-24f : 0x1p-24f) * mantissa;
  const uint32_t bits = sign | (exponent == 31 ? 255u : exponent + 112) << 23 | mantissa << 13;
  float value;
  memcpy(&value, &bits, 4);
  return value;
}

/** The bytes of a block of 32 values; 0 for types that have no blocks. */
size_t blockBytes(int type) {
  switch (type) {
    case kQ4_0:
      return 2 + 16;
    case kQ4_1:
      return 4 + 16;
    case kQ5_0:
      return 2 + 4 + 16;
    case kQ5_1:
      return 4 + 4 + 16;
    case kQ8_0:
      return 2 + 32;
    default:
      return 0;
  }
}

/** Reads the integers of a block; its values are scale * number + least. */
void unpack(int type, const uint8_t* block, int8_t* numbers, float& scale, float& least) {
  scale = fromHalf(block);
  const bool hasLeast = type == kQ4_1 || type == kQ5_1;
  least = hasLeast ? fromHalf(block + 2) : 0.0f;
  const uint8_t* rest = block + (hasLeast ? 4 : 2);
  if (type == kQ8_0) {
    memcpy(numbers, rest, kBlock);
    return;
  }
  uint32_t high = 0;
  const bool hasHigh = type == kQ5_0 || type == kQ5_1;
  if (hasHigh) {
    memcpy(&high, rest, 4);
    rest += 4;
  }
  const int offset = hasLeast ? 0 : hasHigh ? 16 : 8;
  for (int i = 0; i < kBlock / 2; ++i) {
    numbers[i] = (int8_t)((rest[i] & 15) + (high >> i & 1) * 16 - offset);
    numbers[i + 16] = (int8_t)((rest[i] >> 4) + (high >> (i + 16) & 1) * 16 - offset);
  }
}

}  // namespace

ModelFile::ModelFile(const std::string& path) : path_(path), file_(fopen(path.c_str(), "rb")) {
  if (!file_) fail(strerror(errno));
  if (fseek(file_.get(), 0, SEEK_END) != 0) fail("it is not a file");
  const long size = ftell(file_.get());
  if (size < 0 || fseek(file_.get(), 0, SEEK_SET) != 0) fail("it is not a file");
  size_ = (uint64_t)size;
  if (size_ < 4 || number() != kMagic) fail("it does not start with \"ggml\"");
}

void ModelFile::fail(const std::string& why) const {
  throw Failure("BadModel", "The model " + path_ + " cannot be used: " + why);
}

void ModelFile::bytes(void* to, size_t count) {
  if (count > size_ - position_) fail("it is cut off");
  if (count > 0 && fread(to, 1, count, file_.get()) != count) fail("it cannot be read");
  position_ += count;
}

void ModelFile::skip(size_t count) {
  if (count > size_ - position_) fail("it is cut off");
  if (fseek(file_.get(), (long)count, SEEK_CUR) != 0) fail("it cannot be read");
  position_ += count;
}

int32_t ModelFile::number() {
  int32_t value;
  bytes(&value, sizeof value);
  return value;
}

int32_t ModelFile::number(int32_t least, int32_t most, const char* what) {
  const int32_t value = number();
  if (value < least || value > most) fail("its " + std::string(what) + " is " + std::to_string(value));
  return value;
}

std::string ModelFile::text(size_t length) {
  if (length > size_ - position_) fail("it is cut off");
  std::string value(length, '\0');
  bytes(&value[0], length);
  return value;
}

TensorHead readHead(ModelFile& file) {
  TensorHead head;
  const int dimensions = file.number(0, kMostDimensions, "number of dimensions");
  const int length = file.number(1, kLongestName, "length of a name");
  head.type = file.number();
  for (size_t i = 0; i < kMostDimensions; ++i)
    head.shape[i] = (int)i < dimensions ? file.number(1, kLongestSide, "tensor's size") : 1;
  head.name = file.text(length);
  return head;
}

size_t rowBytes(const ModelFile& file, const TensorHead& head, int64_t width) {
  if (head.type == kF32) return width * 4;
  if (head.type == kF16) return width * 2;
  const size_t bytes = blockBytes(head.type);
  if (bytes == 0)
    file.fail(head.name + " is of type " + std::to_string(head.type) + ", which is not known here");
  if (width % kBlock != 0) file.fail(head.name + " has rows that are not whole blocks");
  return width / kBlock * bytes;
}

void toFloats(int type, const uint8_t* row, int64_t width, float* out) {
  if (type == kF32) {
    memcpy(out, row, width * 4);
  } else if (type == kF16) {
    for (int64_t i = 0; i < width; ++i) out[i] = fromHalf(row + 2 * i);
  } else {
    for (int64_t b = 0; b < width / kBlock; ++b, row += blockBytes(type)) {
      int8_t numbers[kBlock];
      float scale, least;
      unpack(type, row, numbers, scale, least);
      for (int i = 0; i < kBlock; ++i) out[b * kBlock + i] = scale * numbers[i] + least;
    }
  }
}

void toBlocks(int type, const uint8_t* row, int64_t width, int8_t* values, float* scales) {
  if (type == kQ8_0 || type == kQ5_0 || type == kQ4_0) {
    float least;
    for (int64_t b = 0; b < width / kBlock; ++b)
      unpack(type, row + b * blockBytes(type), values + b * kBlock, scales[b], least);
    return;
  }
  std::vector<float> floats(width);
  toFloats(type, row, width, floats.data());
  for (int64_t b = 0; b < width / kBlock; ++b) {
    float most = 0;
    for (int i = 0; i < kBlock; ++i) most = std::fmax(most, std::fabs(floats[b * kBlock + i]));
    const float inverse = most > 0 ? 127.0f / most : 0.0f;
    scales[b] = most / 127.0f;
    for (int i = 0; i < kBlock; ++i) {
      const float scaled = floats[b * kBlock + i] * inverse;
      values[b * kBlock + i] = (int8_t)(scaled > 127     ? 127
                                        : scaled > -127  ? std::lrint(scaled)
                                        : scaled <= -127 ? -127
                                                         : 0);
    }
  }
}

}  // namespace engine
