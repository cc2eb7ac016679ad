// transcribe-engine: reads jobs and sound from stdin, writes answers to stdout. See README.md.
#include <cstdio>
#include <cstring>
#include <memory>
#include <new>
#include <optional>

#include "errors.hpp"
#include "kernels/usable.hpp"
#include "protocol/answers.hpp"
#include "protocol/job.hpp"
#include "sound/vad.hpp"
#include "sound/windows.hpp"

namespace engine {
namespace {

constexpr const char* kHelp =
    "transcribe-engine [--model FILE] [--vad FILE] [--kernels NAME]\n"
    "Reads jobs from stdin, a line of JSON each with its sound behind it, and writes lines of JSON to "
    "stdout.\n"
    "  --model FILE    a Whisper model as whisper.cpp has them\n"
    "  --vad FILE      Silero's speech detector as whisper.cpp has it\n"
    "  --kernels NAME  not the best kernels for this processor, but these\n"
    "transcribe-engine --list-kernels\n"
    "Names the kernels for this processor, a line each, the best first.\n";

enum Exit { kOk = 0, kRefused = 1, kOutOfStep = 2 };

struct Options {
  std::string model, vad, kernels;
};

constexpr size_t kLongestLine = 8 << 20;

/** After this error the rest of the input cannot be understood. */
struct OutOfStep : Failure {
  using Failure::Failure;
};

/** @throws Failure (BadOptions) if this processor has no kernels with that name. */
const Kernels& kernelsFor(const std::string& name) {
  try {
    return chooseKernels((name.empty() ? usableKernels()[0] : name).c_str());
  } catch (const std::exception& error) {
    throw Failure("BadOptions", error.what());
  }
}

class Engine {
 public:
  explicit Engine(const Options& options) : kernels_(kernelsFor(options.kernels)) {
    if (!options.model.empty()) {
      model_ = std::make_unique<Model>(loadModel(options.model, kernels_));
      transcriber_.emplace(*model_, kernels_);
    }
    if (!options.vad.empty()) vad_.emplace(options.vad, kernels_);
  }

  void run() {
    write(readyLine(
        {kernels_.name, model_ != nullptr, vad_.has_value(), model_ && model_->vocabulary.multilingual()}));
    std::string line;
    while (readLine(line)) {
      std::string id;
      std::optional<Job> job;
      try {
        job = parseJob(line, id);
      } catch (const Failure& failure) {
        // It is unknown how much sound follows.
        write(errorLine(id, failure.name(), failure.what()));
        throw OutOfStep("BadJob", "Nothing after a job that cannot be read is understood");
      }
      const std::vector<int16_t> samples = readSound(job->bytes);
      try {
        work(*job, samples);
      } catch (const Failure& failure) {
        write(errorLine(id, failure.name(), failure.what()));
      }
    }
  }

 private:
  void work(const Job& job, const std::vector<int16_t>& samples) {
    switch (job.type) {
      case JobType::kTranscribe:
        return transcribe(job, samples);
      case JobType::kSpeech: {
        const std::vector<float> probabilities = vad().probabilities(samples.data(), samples.size());
        return write(speechLine(job.id, speechSpans(probabilities, job.threshold), probabilities, {}));
      }
      case JobType::kLanguage: {
        const int most = 30 * kRate;
        const int count = samples.size() < (size_t)most ? (int)samples.size() : most;
        return write(languageLine(job.id, transcriber().detectLanguage(samples.data(), count)));
      }
      case JobType::kTokens:
        return write(tokensLine(job.id, transcriber().countTokens(job.settings.prompt)));
    }
  }

  void transcribe(const Job& job, const std::vector<int16_t>& samples) {
    Transcriber& transcriber = this->transcriber();
    transcriber.check(job.settings);
    transcriber.spent() = {};
    const double before = cpuSeconds();
    const double seconds = samples.size() / (double)kRate;
    const std::vector<float> probabilities = vad().probabilities(samples.data(), samples.size());
    const std::vector<Span> windows =
        job.windows.empty() ? cutWindows(probabilities, job.threshold, job.windowSeconds, seconds)
                            : job.windows;
    transcriber.spent().speech = cpuSeconds() - before;
    write(speechLine(job.id, speechSpans(probabilities, job.threshold), probabilities, windows));
    transcriber.transcribe(samples, windows, spokenParts(probabilities, job.threshold), job.settings,
                           [&](const Heard& heard) { write(windowLine(job.id, heard)); });
    write(doneLine(job.id, seconds, cpuSeconds() - before, transcriber.spent()));
  }

  Transcriber& transcriber() {
    if (!transcriber_) throw Failure("BadJob", "This job needs --model");
    return *transcriber_;
  }

  Vad& vad() {
    if (!vad_) throw Failure("BadJob", "This job needs --vad");
    return *vad_;
  }

  static void write(const std::string& line) {
    if (fwrite(line.data(), 1, line.size(), stdout) != line.size() || fflush(stdout) != 0)
      throw OutOfStep("BadOutput", "Nobody reads the answers");
  }

  /** Returns false at the end of the input. */
  static bool readLine(std::string& line) {
    line.clear();
    for (int c = getc(stdin); c != EOF; c = getc(stdin)) {
      if (c == '\n') return true;
      if (line.size() == kLongestLine) throw OutOfStep("BadJob", "A job's line is too long");
      line += (char)c;
    }
    if (!line.empty()) throw OutOfStep("BadJob", "The input ends within a job's line");
    return false;
  }

  static std::vector<int16_t> readSound(size_t bytes) {
    // Grow with the sound that arrives, whatever size was announced.
    std::vector<int16_t> samples;
    constexpr size_t kPiece = 1 << 16;
    while (samples.size() * 2 < bytes) {
      const size_t had = samples.size(), wanted = std::min(kPiece, bytes / 2 - had);
      samples.resize(had + wanted);
      if (fread(samples.data() + had, 2, wanted, stdin) != wanted)
        throw OutOfStep("BadSound", "The input ends within a job's sound");
    }
    return samples;
  }

  const Kernels& kernels_;
  std::unique_ptr<Model> model_;
  std::optional<Transcriber> transcriber_;
  std::optional<Vad> vad_;
};

Options parseOptions(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    std::string* to = name == "--model"     ? &options.model
                      : name == "--vad"     ? &options.vad
                      : name == "--kernels" ? &options.kernels
                                            : nullptr;
    if (to == nullptr || i + 1 == argc) throw Failure("BadOptions", "It is called as: " + std::string(kHelp));
    *to = argv[++i];
  }
  return options;
}

int say(const char* name, const char* what, Exit exit) {
  fputs(errorLine("", name, what).c_str(), stdout);
  return exit;
}

int start(int argc, char** argv) {
  if (argc == 2 && strcmp(argv[1], "--help") == 0) return fputs(kHelp, stdout), kOk;
  if (argc == 2 && strcmp(argv[1], "--list-kernels") == 0) {
    for (const std::string& name : usableKernels()) puts(name.c_str());
    return kOk;
  }
  try {
    Engine(parseOptions(argc, argv)).run();
    return kOk;
  } catch (const OutOfStep& failure) {
    return say(failure.name(), failure.what(), kOutOfStep);
  } catch (const Failure& failure) {
    return say(failure.name(), failure.what(), kRefused);
  } catch (const std::bad_alloc&) {
    return say("OutOfMemory", "There is not enough memory", kRefused);
  } catch (const std::exception& error) {
    return say("Failed", error.what(), kRefused);
  }
}

}  // namespace
}  // namespace engine

int main(int argc, char** argv) { return engine::start(argc, argv); }
