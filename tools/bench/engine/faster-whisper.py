"""faster-whisper.py SOUND TEXT MODEL [words]: raw sound (16 bits, 16 kHz) to text, as its batched pipeline does by default.

With `words`, TEXT.words has start, end and word, parted by tabs. THREADS says how many (1). CT2_FORCE_CPU_ISA=AVX2 MKL_ENABLE_INSTRUCTIONS=AVX2
ONEDNN_MAX_CPU_ISA=AVX2 hold it to AVX2.
"""
import os
import sys

threads = int(os.environ.get("THREADS", "1"))
os.environ.setdefault("OMP_NUM_THREADS", str(threads))

import numpy
from faster_whisper import BatchedInferencePipeline, WhisperModel

sound, text, model = sys.argv[1:4]
wants_words = sys.argv[4:] == ["words"]
samples = numpy.fromfile(sound, "<i2").astype("float32") / 32768
whisper = WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)
segments, _ = BatchedInferencePipeline(model=whisper).transcribe(
    samples, batch_size=8, beam_size=5, language="en", word_timestamps=wants_words
)
segments = list(segments)
with open(text, "w", encoding="utf-8") as file:
    file.writelines(segment.text.strip() + "\n" for segment in segments)
if wants_words:
    with open(text + ".words", "w", encoding="utf-8") as file:
        for segment in segments:
            file.writelines(f"{word.start:.3f}\t{word.end:.3f}\t{word.word.strip()}\n" for word in segment.words)
