"""times.py speak FOLDER TEXT: speaks TEXT with pauses into FOLDER/sound and FOLDER/sentences.json (needs flite).
times.py compare FOLDER WORDS...: compares the words' times with those of pocketsphinx, which gets the text.

WORDS has start, end and word, separated by tabs. Pauses are 0.2 to 20 s of digital silence, faint noise, or a chord.
"""
import difflib
import json
import os
import re
import subprocess
import sys

import numpy

RATE = 16_000
PAUSES = [0.2, 0.3, 0.5, 1, 2, 4, 0.4, 0.7]
SENTENCES = 60


def plain(word):
    return re.sub(r"[^a-z0-9']", "", word.lower())


def between(kind, count, random):
    if kind == 0:
        return numpy.zeros(count)
    if kind == 1:
        return random.normal(0, 20, count)
    turns = 2 * numpy.pi * numpy.arange(count) / RATE
    return 300 * numpy.sin(220 * turns) + 200 * numpy.sin(330 * turns)


def speak(folder, path):
    with open(path, encoding="utf-8") as file:
        text = re.sub(r"\s+", " ", file.read())
    all_sentences = [sentence.strip() for sentence in re.findall(r"[^.?!]+[.?!]", text)]
    sentences = [sentence for sentence in all_sentences if 5 <= len(sentence.split()) <= 18][:SENTENCES]
    random = numpy.random.default_rng(5)
    sound, known, now = [], [], 0.0
    said, wav = os.path.join(folder, "said"), os.path.join(folder, "said.wav")
    for index, sentence in enumerate(sentences):
        with open(said, "w", encoding="utf-8") as file:
            file.write(sentence)
        voice = ["slt", "rms"][index // 5 % 2]
        subprocess.run(["flite", "-voice", voice, "-f", said, "-o", wav], check=True)
        to_raw = ["ffmpeg", "-v", "error", "-i", wav, "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-"]
        voiced = numpy.frombuffer(subprocess.run(to_raw, stdout=subprocess.PIPE, check=True).stdout, "<i2")
        pause = 20 if index == SENTENCES // 2 else PAUSES[index % len(PAUSES)]
        known.append([now, now + len(voiced) / RATE, sentence])
        sound += [voiced, between(index % 3, int(pause * RATE), random).astype("<i2")]
        now += (len(sound[-2]) + len(sound[-1])) / RATE
    numpy.concatenate(sound).astype("<i2").tofile(os.path.join(folder, "sound"))
    with open(os.path.join(folder, "sentences.json"), "w", encoding="utf-8") as file:
        json.dump(known, file)


def align(sound, start, end, sentence):
    """Words of a sentence with their times; none where the aligner does not know a word."""
    from pocketsphinx import Decoder

    decoder = Decoder(lm=None, loglevel="FATAL")
    words = [plain(word) for word in sentence.split() if plain(word)]
    if any(decoder.lookup_word(word) is None for word in words):
        return []
    decoder.set_align_text(" ".join(words))
    decoder.start_utt()
    decoder.process_raw(sound[int(start * RATE) : int(end * RATE)].tobytes(), full_utt=True)
    decoder.end_utt()
    heard = [part for part in decoder.seg() if part.word[0] not in "<["]
    if len(heard) != len(words):
        return []
    frames = [(part.start_frame, part.end_frame + 1) for part in heard]
    return [(start + first / 100, start + last / 100, word) for (first, last), word in zip(frames, words)]


def compare(folder, paths):
    sound = numpy.fromfile(os.path.join(folder, "sound"), "<i2")
    with open(os.path.join(folder, "sentences.json"), encoding="utf-8") as file:
        sentences = json.load(file)
    aligned = [align(sound, *sentence) for sentence in sentences]
    print(f"{sum(map(bool, aligned))} of {len(aligned)} sentences aligned")
    # Of all sentences together: otherwise a word that was not heard would be found in the next sentence.
    known = [
        (word, sentence)
        for (_, _, text), sentence in zip(sentences, aligned)
        for word in sentence or [(None, None, plain(each)) for each in text.split() if plain(each)]
    ]
    print("| | words | onset: median | 9 of 10 | bias | end: bias | 9 of 10 below | 0.5 s from their sentence |")
    print("|---|---|---|---|---|---|---|---|")
    for path in paths:
        with open(path, encoding="utf-8") as file:
            lines = [line.rstrip("\n").split("\t") for line in file]
        heard = [(float(start), float(end), plain(word)) for start, end, word in lines if plain(word)]
        onsets, ends, far = [], [], 0
        matcher = difflib.SequenceMatcher(None, [said[2] for said, _ in known], [word[2] for word in heard], autojunk=False)
        for block in matcher.get_matching_blocks():
            for (said, sentence), found in zip(known[block.a :][: block.size], heard[block.b :][: block.size]):
                if not sentence:
                    continue
                onsets.append(found[0] - said[0])
                ends.append(found[1] - said[1])
                far += found[0] > sentence[-1][1] + 0.5 or found[1] < sentence[0][0] - 0.5
        off = numpy.abs(onsets)
        figures = [numpy.median(off), numpy.quantile(off, 0.9), numpy.median(onsets), numpy.median(ends), numpy.quantile(ends, 0.9)]
        print(f"| {os.path.basename(path)} | {len(off)} | " + " | ".join(f"{figure:.3f}" for figure in figures) + f" | {far} |")


if sys.argv[1] == "speak":
    speak(sys.argv[2], sys.argv[3])
else:
    compare(sys.argv[2], sys.argv[3:])
