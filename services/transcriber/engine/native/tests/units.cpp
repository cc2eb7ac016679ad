// Tests the engine's text and numbers: jobs, words, windows, loops in the search. It needs no model.
#include <algorithm>
#include <cmath>

#include "../errors.hpp"
#include "../kernels/usable.hpp"
#include "../protocol/answers.hpp"
#include "../protocol/job.hpp"
#include "../protocol/read-json.hpp"
#include "../protocol/write-json.hpp"
#include "../sound/mel.hpp"
#include "../sound/windows.hpp"
#include "../text/utf8.hpp"
#include "check.hpp"

namespace engine {
namespace {

Checks checks;

/** Reads a text and writes it again. */
std::string again(const Json& json) {
  if (json.as<std::nullptr_t>() != nullptr) return "null";
  if (const bool* is = json.as<bool>()) return *is ? "true" : "false";
  if (const double* x = json.as<double>()) return jsonNumber(*x, 6);
  std::vector<std::string> elements;
  if (const std::string* said = json.as<std::string>()) {
    const std::string member = JsonObject().text("", *said).json();
    return member.substr(4, member.size() - 5);
  }
  if (const Json::List* list = json.as<Json::List>()) {
    for (const Json& one : *list) elements.push_back(again(one));
    return jsonList(elements);
  }
  JsonObject object;
  for (const auto& [name, value] : *json.as<Json::Members>()) object.raw(name.c_str(), again(value));
  return object.json();
}

void testJson() {
  const std::pair<const char*, const char*> good[] = {
      {"null", "null"},
      {" [ true , false,null ] \t\r\n", "[true,false,null]"},
      {"{}", "{}"},
      {"[]", "[]"},
      {R"({"a":{"b":[1,[2,{"c":""}]]},"":0})", R"({"a":{"b":[1,[2,{"c":""}]]},"":0})"},
      {"[0,-0,7,-12,0.5,1e3,1E+2,25e-1,1.50,-0.25e1]", "[0,0,7,-12,0.5,1000,100,2.5,1.5,-2.5]"},
      {"1e308", nullptr},
      {"5e-324", "0"},
      {R"("\"\\\/\b\f\n\r\t\u0041\u00e9\u4f60\ud83d\uDE00")",
       "\"\\\"\\\\/\\u0008\\u000c\\u000a\\u000d\\u0009A\xc3\xa9\xe4\xbd\xa0\xf0\x9f\x98\x80\""},
      {"\"\xc3\xa9\xf0\x9f\x98\x80\x7f\"", "\"\xc3\xa9\xf0\x9f\x98\x80\x7f\""},
      {R"("\u0000")", R"("\u0000")"},
      {"[[[[[[[[1]]]]]]]]", "[[[[[[[[1]]]]]]]]"}};
  for (const auto& [text, written] : good)
    checks.expect(written == nullptr || again(parseJson(text)) == written,
                  std::string("read as JSON: ") + text);
  const char* const bad[] = {"",
                             " ",
                             "nul",
                             "nulls",
                             "True",
                             "NaN",
                             "Infinity",
                             "01",
                             "-",
                             "+1",
                             ".5",
                             "1.",
                             "1e",
                             "1e+",
                             "0x10",
                             "1e999",
                             "-1e999",
                             "1 2",
                             "[1,]",
                             "[,1]",
                             "[1 2]",
                             "[",
                             "[1",
                             "]",
                             "{",
                             "{\"a\"}",
                             "{\"a\":}",
                             "{\"a\":1,}",
                             "{a:1}",
                             "{1:1}",
                             "{\"a\" 1}",
                             "{\"a\":1",
                             "'a'",
                             "\"a",
                             "\"\n\"",
                             "\"\\x\"",
                             "\"\\u12\"",
                             "\"\\u12g4\"",
                             "\"\\ud83d\"",
                             "\"\\ud83d\\u0041\"",
                             "\"\\ude00\"",
                             "\"\xff\"",
                             "\"\xc3\"",
                             "\"\xed\xa0\x80\"",
                             "\"\\",
                             "\"\\u",
                             "{\"a\":1,\"a\":2}",
                             "[[[[[[[[[1]]]]]]]]]",
                             "// a\n1"};
  for (const char* text : bad)
    checks.expectFailure(std::string("not JSON: ") + text, [&] { parseJson(text); });
  checks.expectFailure("a zero byte", [] { parseJson(std::string("[1\0]", 5)); });
  checks.expectFailure("zero bytes behind", [] { parseJson(std::string("1\0", 2)); });
  std::string endless = "[0";
  for (int i = 0; i < 400'001; ++i) endless += ",0";
  checks.expectFailure("too many values", [&] { parseJson(endless + "]"); });

  checks.expect(jsonNumber(1234.5678) == "1234.568" && jsonNumber(-0.00001) == "0" &&
                    jsonNumber(2e15) == "2000000000000000" && jsonNumber(0.1 + 0.2) == "0.3" &&
                    jsonNumber(1.0 / 0.0) == "null" && jsonNumber(-1e300, 4).size() == 302,
                "numbers are written rounded, without a needless digit");
}

void testUtf8() {
  for (uint32_t code :
       {0x0u, 0x41u, 0x7fu, 0x80u, 0x7ffu, 0x800u, 0xd7ffu, 0xe000u, 0xffffu, 0x10000u, 0x10ffffu}) {
    std::string text;
    appendCharacter(text, code);
    const Character read = characterAt(text + "a", 0);
    checks.expect(read.code == code && read.bytes == text.size() && isUtf8(text),
                  "the character " + std::to_string(code) + " is read as it is written");
  }
  const char* const broken[] = {"\x80",
                                "\xc0\xaf",
                                "\xc3",
                                "\xc3(",
                                "\xe0\x80\x80",
                                "\xed\xa0\x80",
                                "\xf5\x80\x80\x80",
                                "\xf4\x90\x80\x80",
                                "\xf0\x9f\x98",
                                "\xff"};
  for (const char* text : broken)
    checks.expect(!isUtf8(text) && isUtf8(asUtf8(std::string("a") + text + "b")), "broken UTF-8 is mended");
}

void testKernelNames() {
  // There is no such file next to this program.
  const std::vector<std::string> names = usableKernels();
  bool runs = true;
  for (const std::string& name : names) runs = runs && name == chooseKernels(name.c_str()).name;
  checks.expect(runs && names.back() == "plain" && names[0] == chooseKernels("").name,
                "all kernels that run are named, the best first");
}

void testJobs() {
  std::string id;
  const Job job =
      parseJob(R"({"id":"x","type":"transcribe","bytes":4,"beams":5,"windows":[[0,1],[1,30.5]]})", id);
  checks.expect(job.id == "x" && id == "x" && job.settings.beams == 5 && job.windows.size() == 2,
                "a job is read");
  const char* const bad[] = {"",
                             "{",
                             "[]",
                             "1",
                             R"({"type":"sing"})",
                             R"({"type":"speech","bytes":3})",
                             R"({"type":"speech","bytes":-2})",
                             R"({"type":"speech","bytes":1e300})",
                             R"({"type":"speech","bytes":"2"})",
                             R"({"type":1})",
                             R"({"type":"transcribe","beams":0})",
                             R"({"type":"transcribe","beams":2.5})",
                             R"({"type":"transcribe","slots":99})",
                             R"({"type":"transcribe","windows":[[1,0]]})",
                             R"({"type":"transcribe","windows":[[0,31]]})",
                             R"({"type":"transcribe","windows":[[0,2],[1,3]]})",
                             R"({"type":"transcribe","windows":[[0,1e999]]})",
                             R"({"type":"transcribe","temperatures":[]})",
                             R"({"type":"transcribe","temperatures":[-1]})",
                             R"({"type":"transcribe","prompt":7})",
                             R"({"type":"transcribe","threshold":1.5})"};
  for (const char* line : bad)
    checks.expectFailure(std::string("the job ") + line, [&] { parseJob(line, id); });

  // A damaged job is either read or refused.
  const std::string whole =
      R"({"id":"ab","type":"transcribe","bytes":320,"beams":3,"prompt":"a \u00e9","windows":[[0.5,3]],"temperatures":[0,0.2]})";
  Random random(1);
  int refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string damaged = whole;
    for (size_t n = random.below(4) + 1; n > 0; --n) {
      const size_t at = random.below(damaged.size());
      switch (random.below(3)) {
        case 0:
          damaged[at] = (char)random.below(256);
          break;
        case 1:
          damaged.erase(at, random.below(9) + 1);
          break;
        default:
          damaged.insert(at, whole.substr(random.below(whole.size()), random.below(12)));
      }
      if (damaged.empty()) damaged = "x";
    }
    try {
      parseJob(damaged, id);
    } catch (const Failure&) {
      ++refused;
    }
  }
  checks.expect(refused > 10'000, "most damaged jobs are refused, and none does harm");
}

std::vector<float> voice(std::initializer_list<std::pair<double, double>> spans, double seconds) {
  std::vector<float> p((size_t)std::lround(seconds / kVadSeconds), 0.01f);
  for (const auto& [start, end] : spans)
    for (size_t i = (size_t)std::lround(start / kVadSeconds);
         i < (size_t)std::lround(end / kVadSeconds) && i < p.size(); ++i)
      p[i] = 0.99f;
  return p;
}

void testWindows() {
  checks.expect(cutWindows(voice({}, 60), 0.5, 29.5, 60).empty(), "nothing is heard in silence");
  auto one = cutWindows(voice({{1, 9}, {10.5, 28}}, 40), 0.5, 29.5, 40);
  checks.expect(one.size() == 1 && std::abs(one[0].start - 0.8) < 0.05 && std::abs(one[0].end - 28.2) < 0.05,
                "what fits is one window");
  for (const double pause : {1.8, 3.0})
    checks.expect(cutWindows(voice({{1, 9}, {9 + pause, 28}}, 40), 0.5, 29.5, 40).size() == 2,
                  "a long pause ends a window that had room for more");
  checks.expect(cutWindows(voice({{4, 4.1}}, 10), 0.5, 29.5, 10).empty(), "a click is not heard");
  const auto two = cutWindows(voice({{0, 14}, {14.2, 20}, {22, 40}}, 41), 0.5, 29.5, 41);
  checks.expect(two.size() == 2 && two[0].end < 21 && two[1].start > 21, "the longest pause is cut");
  auto endless = voice({{0, 100}}, 100);
  endless[(size_t)(20 / kVadSeconds)] = 0.6f;
  double cut = 0;
  for (const Span& w : cutWindows(endless, 0.5, 29.5, 100)) {
    checks.expect(w.end - w.start <= 30, "speech without a pause is cut, too");
    checks.expect(cut == 0 || std::abs(cut - w.start - 1) < 1e-6,
                  "a window hears a second beyond such a cut");
    cut = w.end;
  }
  for (const double pause : {0.07, 0.15}) {
    const auto pair = cutWindows(voice({{0, 20}, {20 + pause, 40}}, 40), 0.5, 29.5, 40);
    checks.expect(pair.size() == 2 && (pair[1].start < pair[0].end) == (pause < 0.1),
                  "windows overlap where a pause may be a part of a word");
  }
  Random random(3);
  for (int i = 0; i < 300; ++i) {
    std::vector<float> p(random.below(4'000));
    float level = 0.5f;
    for (float& x : p) x = level = std::min(1.0f, std::max(0.0f, level + random.unit() * 0.4f));
    const double seconds = p.size() * kVadSeconds;
    double last = -1, reached = 0;
    bool right = true;
    const std::vector<Span> windows = cutWindows(p, 0.5, 29.5, seconds);
    for (const Span& w : windows) {
      right = right && w.start > last && w.start > reached - 1.3 && w.end > reached &&
              w.end - w.start <= 30 && w.end <= seconds + 1e-9;
      last = w.start;
      reached = w.end;
    }
    const std::vector<Span> speech = speechSpans(p, 0.5);
    auto isHeard = [&](double at) {
      return std::any_of(windows.begin(), windows.end(),
                         [&](const Span& w) { return w.start <= at && at <= w.end; });
    };
    for (const Span& s : spokenParts(p, 0.5))
      if (std::any_of(speech.begin(), speech.end(),
                      [&](const Span& one) { return one.start < s.end && s.start < one.end; }))
        for (double at = s.start; at <= s.end; at += kVadSeconds) right = right && isHeard(at);
    checks.expect(right, "windows rise, are short enough, and hold all speech");
  }
}

std::vector<Token> tokensOf(std::initializer_list<int> ids) {
  std::vector<Token> tokens;
  for (int id : ids) tokens.push_back({id, 0.5f});
  return tokens;
}

void testWords() {
  std::vector<std::string> texts = {" Hel", "lo",           ",",     " it",         "'s", "\xe6\x88",
                                    "\x91", "\xe4\xbb\xac", " \xff", "\xe0\xb8\xaa"};
  const Vocabulary vocabulary(texts, 51'864);
  auto split = [&](std::initializer_list<int> ids) {
    std::string all;
    for (const Word& word : splitWords(tokensOf(ids), vocabulary)) all += "[" + word.text + "]";
    return all;
  };
  checks.expect(split({0, 1, 2, 3, 4}) == "[Hello,][it's]", "punctuation and endings belong to their word");
  checks.expect(split({5, 6, 7, 2}) == "[\xe6\x88\x91][\xe4\xbb\xac,]",
                "Chinese characters are words, halves of one are none");
  checks.expect(split({8, 9}) == "[\xef\xbf\xbd][\xe0\xb8\xaa]", "what is no UTF-8 is replaced");
  checks.expect(split({}).empty(), "no tokens, no words");

  std::vector<Word> words = {{"a", 0.5, 6.0, 1, 0, 1},
                             {"b", 6.0, 10.5, 1, 1, 2},
                             {"c", 10.4, 10.4, 1, 2, 3},
                             {"d", 10.4, 12, 1, 3, 4}};
  holdToSpeech(words, {{0.4, 1.2}, {10, 11}}, {0, 12});
  bool rise = true;
  for (size_t i = 0; i < words.size(); ++i)
    rise = rise && words[i].end > words[i].start && (i == 0 || words[i].start > words[i - 1].start);
  checks.expect(words[0].end <= 1.2 && words[1].start >= 10, "words leave the pause");
  checks.expect(rise, "times rise and no word is of no length");

  Random random(9);
  AttentionMap map{12, 3, 100, std::vector<float>(12 * 3 * 100)};
  for (int t = 0; t < 12; ++t)
    for (int h = 0; h < 3; ++h)
      for (int f = 0; f < 100; ++f)
        map.row(t, h)[f] = 0.01f + (f >= t * 8 && f < t * 8 + 8 ? 1.0f : 0.1f * std::abs(random.unit()));
  const std::vector<int> starts = alignTokens(plainKernels(), map);
  bool near = true;
  for (int t = 0; t < 12; ++t) near = near && std::abs(starts[t] - t * 8) <= 2;
  checks.expect(near, "tokens are found where attention is");
}

void testLoops() {
  checks.expect(!endsInLoop(tokensOf({1, 2, 3, 1, 2, 3})), "twice is no loop");
  checks.expect(endsInLoop(tokensOf({9, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4})),
                "four times four is");
  checks.expect(
      !endsInLoop(tokensOf({1, 1, 1, 1, 1, 1, 1})) && endsInLoop(tokensOf({1, 1, 1, 1, 1, 1, 1, 1})),
      "one word may be said seven times");
}

void testMel() {
  // A tone of 1 kHz through filters of a single bin each.
  std::vector<float> filters(80 * 201, 0.0f);
  for (int band = 0; band < 80; ++band) filters[band * 201 + band] = 1.0f;
  std::vector<int16_t> tone;
  for (int i = 0; i < kRate; ++i)
    tone.push_back((int16_t)std::lround(10'000 * std::sin(2 * 3.14159265358979 * 1000 * i / kRate)));
  int count;
  const KernelChoice* choices = kernelChoices(count);
  for (int c = 0; c < count; ++c) {
    if (!choices[c].runs) continue;
    Mel mel(*choices[c].kernels, filters, 80);
    const Buffer<float>& out = mel.compute(tone.data(), (int)tone.size(), 100);
    const float* frame = out.data() + 51 * 80;
    // Bin 25 of 40 Hz each; a Hann window has half as much in the neighbours. (log10(x) + 4) / 4.
    double wanted = std::pow(10'000 / 32768.0 * 100, 2);
    checks.expect(std::abs(frame[25] - (std::log10(wanted) + 4) / 4) < 1e-3,
                  std::string(choices[c].name) + ": a tone is where it is");
    checks.expect(std::abs(frame[24] - (std::log10(wanted / 4) + 4) / 4) < 1e-3,
                  std::string(choices[c].name) + ": and half as much beside it");
    checks.expect(out.size() == 102 * 80 && out[5] == 0 && out[101 * 80 + 5] == 0, "zeros before and after");
  }
}

void testAnswers() {
  Heard heard{{0, 1}, "\xff", tokensOf({1}), {{"\xff", 0, 1, 0.5f, 0, 1}}, -0.5, 0.1, 0, false};
  const std::string line = windowLine("\"\n", heard);
  checks.expect(line.find('\n') == line.size() - 1, "an answer is one line");
  checks.expect(speechLine("a", {{0, 1}}, {0, 1, 0.5f, 1}, {}).find("\"AP+A/w==\"") != std::string::npos,
                "probabilities are bytes in base64");
}

}  // namespace
}  // namespace engine

int main() {
  using namespace engine;
  testJson();
  testUtf8();
  testKernelNames();
  testJobs();
  testWindows();
  testWords();
  testLoops();
  testMel();
  testAnswers();
  return checks.end("units");
}
