// Reads a ggml file as whisper.cpp writes it: numbers, texts and named tensors. Everything in it is
// checked.
#pragma once
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "../kernels/kernels.hpp"

namespace engine {

class ModelFile {
 public:
  /** @throws Failure if the file cannot be opened, or does not start like a ggml file. */
  explicit ModelFile(const std::string& path);

  /** @throws Failure at the end of the file, as do the functions below. */
  int32_t number();
  /** Reads a number and checks its range. @param what names it in the message. */
  int32_t number(int32_t least, int32_t most, const char* what);
  std::string text(size_t length);
  void bytes(void* to, size_t count);
  void skip(size_t count);
  bool atEnd() const { return position_ == size_; }
  uint64_t size() const { return size_; }

  /** @throws Failure, with the path before the message. */
  [[noreturn]] void fail(const std::string& why) const;

 private:
  struct Close {
    void operator()(FILE* file) const { fclose(file); }
  };
  std::string path_;
  std::unique_ptr<FILE, Close> file_;
  uint64_t size_ = 0, position_ = 0;
};

/** The header of a tensor. */
struct TensorHead {
  std::string name;
  int type;
  /** The fastest dimension first; missing dimensions are 1. */
  int64_t shape[3];

  int64_t rows() const { return shape[1] * shape[2]; }
  int64_t count() const { return shape[0] * rows(); }
};

TensorHead readHead(ModelFile& file);

/** The bytes of one row of `width` values. @throws Failure for a type that no Whisper model has. */
size_t rowBytes(const ModelFile& file, const TensorHead& head, int64_t width);

/** Converts a row to floats. */
void toFloats(int type, const uint8_t* row, int64_t width, float* out);

/** Converts a row to blocks of 32 8-bit weights and their scales; exact for q8_0, q5_0 and q4_0. */
void toBlocks(int type, const uint8_t* row, int64_t width, int8_t* values, float* scales);

}  // namespace engine
