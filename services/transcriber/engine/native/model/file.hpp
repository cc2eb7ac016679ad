// A ggml file as whisper.cpp writes it: numbers, texts and named tensors. Nothing in it is believed
// unchecked.
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
  /** @throws Failure where it cannot be opened, or does not start as a ggml file. */
  explicit ModelFile(const std::string& path);

  /** @throws Failure at the end of the file, here and below. */
  int32_t number();
  /** A number between these. @param what is for the message. */
  int32_t number(int32_t least, int32_t most, const char* what);
  std::string text(size_t length);
  void bytes(void* to, size_t count);
  void skip(size_t count);
  bool atEnd() const { return position_ == size_; }
  uint64_t size() const { return size_; }

  /** @throws Failure, with the path in front. */
  [[noreturn]] void fail(const std::string& why) const;

 private:
  struct Close {
    void operator()(FILE* file) const { fclose(file); }
  };
  std::string path_;
  std::unique_ptr<FILE, Close> file_;
  uint64_t size_ = 0, position_ = 0;
};

/** What stands before a tensor's bytes. */
struct TensorHead {
  std::string name;
  int type;
  /** The fastest first; the ones that are not there are 1. */
  int64_t shape[3];

  int64_t rows() const { return shape[1] * shape[2]; }
  int64_t count() const { return shape[0] * rows(); }
};

TensorHead readHead(ModelFile& file);

/** Of one row of `width` values. @throws Failure for a type that no Whisper model has. */
size_t rowBytes(const ModelFile& file, const TensorHead& head, int64_t width);

/** The values of a row as floats. */
void toFloats(int type, const uint8_t* row, int64_t width, float* out);

/** A row as blocks of 32 weights of 8 bits and their scales; exact for q8_0, q5_0 and q4_0. */
void toBlocks(int type, const uint8_t* row, int64_t width, int8_t* values, float* scales);

}  // namespace engine
