"""ggml-to-ct2.py MODEL FOLDER: converts whisper.cpp's f32, f16 or q8_0 file into a model for faster-whisper.

Use it if the published models cannot be downloaded. Needs faster-whisper with ctranslate2 and tokenizers.
"""
import os
import struct
import sys

import numpy
from ctranslate2.specs import whisper_spec
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

LANGUAGES = """en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi
ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz
fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su yue""".split()
SIGNS = list("\"#()*+/:;<=>@[\\]^_`{|}~\u300c\u300d\u300e\u300f") + (
    "<< >> <<< >>> -- --- -( -[ (' (\" (( )) ((( ))) [[ ]] {{ }}".split()
)
NOTES = list("\u2669\u266a\u266b\u266c\u266d\u266e\u266f") + ["\u266a\u266a", "\u266a\u266a\u266a"]
# By the number of text layers, and whether the model is multilingual: openai/whisper, _ALIGNMENT_HEADS.
HEADS = {
    (4, False): [[1, 0], [2, 0], [2, 5], [3, 0], [3, 1], [3, 2], [3, 3], [3, 4]],
    (6, True): [[3, 1], [4, 2], [4, 3], [4, 7], [5, 1], [5, 2], [5, 4], [5, 6]],
}
Q8 = numpy.dtype([("scale", "<f2"), ("values", "i1", 32)])


def read(path):
    """The sizes, the tokens' bytes, and the tensors as floats."""
    with open(path, "rb") as file:
        numbers = lambda count: struct.unpack(f"<{count}i", file.read(4 * count))
        numbers(1)
        sizes = numbers(11)
        bands, bins = numbers(2)
        file.seek(4 * bands * bins, 1)
        tokens = [file.read(numbers(1)[0]) for _ in range(numbers(1)[0])]
        tensors = {}
        while head := file.read(12):
            dimensions, length, kind = struct.unpack("<3i", head)
            shape = numbers(dimensions)
            name = file.read(length).decode()
            count = int(numpy.prod(shape))
            if kind == 0:
                values = numpy.frombuffer(file.read(4 * count), "<f4")
            elif kind == 1:
                values = numpy.frombuffer(file.read(2 * count), "<f2")
            elif kind == 8:
                blocks = numpy.frombuffer(file.read(count // 32 * Q8.itemsize), Q8)
                values = blocks["scale"].astype("f4")[:, None] * blocks["values"]
            else:
                sys.exit(f"{name} is of type {kind}: only f32, f16 and q8_0 are read here")
            tensors[name] = values.reshape(shape[::-1]).astype("f4")
    return sizes, tokens, tensors


def fill(spec, tensors):
    """Puts the tensors where CTranslate2 wants them."""

    def norm(to, name):
        to.gamma, to.beta = tensors[name + ".weight"], tensors[name + ".bias"]

    def linear(to, name):
        to.weight, to.bias = tensors[name + ".weight"], tensors[name + ".bias"]

    def attention(to, name, is_cross):
        query, key, value = (tensors[f"{name}.{part}.weight"] for part in ("query", "key", "value"))
        of_query, of_value = tensors[name + ".query.bias"], tensors[name + ".value.bias"]
        of_key = numpy.zeros_like(of_query)
        norm(to.layer_norm, name + "_ln")
        if is_cross:
            to.linear[0].weight, to.linear[0].bias = query, of_query
            to.linear[1].weight = numpy.concatenate([key, value])
            to.linear[1].bias = numpy.concatenate([of_key, of_value])
        else:
            to.linear[0].weight = numpy.concatenate([query, key, value])
            to.linear[0].bias = numpy.concatenate([of_query, of_key, of_value])
        linear(to.linear[-1], name + ".out")

    def layers(to, side):
        for index, layer in enumerate(to):
            prefix = f"{side}.blocks.{index}."
            attention(layer.self_attention, prefix + "attn", False)
            if side == "decoder":
                attention(layer.attention, prefix + "cross_attn", True)
            norm(layer.ffn.layer_norm, prefix + "mlp_ln")
            linear(layer.ffn.linear_0, prefix + "mlp.0")
            linear(layer.ffn.linear_1, prefix + "mlp.2")

    encoder, decoder = spec.encoder, spec.decoder
    for part, name in ((encoder.conv1, "conv1"), (encoder.conv2, "conv2")):
        part.weight, part.bias = tensors[f"encoder.{name}.weight"], tensors[f"encoder.{name}.bias"].reshape(-1)
    encoder.position_encodings.encodings = tensors["encoder.positional_embedding"]
    norm(encoder.layer_norm, "encoder.ln_post")
    layers(encoder.layer, "encoder")
    decoder.embeddings.weight = decoder.projection.weight = tensors["decoder.token_embedding.weight"]
    decoder.position_encodings.encodings = tensors["decoder.positional_embedding"]
    decoder.scale_embeddings = False
    norm(decoder.layer_norm, "decoder.ln")
    layers(decoder.layer, "decoder")


def printable():
    """GPT-2's character for each byte."""
    bytes_ = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in bytes_]
    return {byte: chr(byte) for byte in bytes_} | {byte: chr(256 + index) for index, byte in enumerate(others)}


def merges_of(texts):
    """The pairs that byte-pair encoding joins, from the ranks of what it joined."""
    rank = {text: index for index, text in enumerate(texts)}
    for index, text in enumerate(texts):
        parts = list(text)
        while len(parts) > 2:
            pairs = [(rank.get(a + b, index), at) for at, (a, b) in enumerate(zip(parts, parts[1:]))]
            best, at = min(pairs)
            if best >= index:
                break
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
        if len(parts) == 2:
            yield tuple(parts)


def main():
    path, folder = sys.argv[1:3]
    sizes, tokens, tensors = read(path)
    size, text_layers = sizes[0], sizes[8]
    is_multilingual = size > 51864
    spec = whisper_spec.WhisperSpec(sizes[4], sizes[3], text_layers, sizes[7])
    fill(spec, tensors)

    end = 50257 if is_multilingual else 50256
    characters = printable()
    texts = ["".join(characters[byte] for byte in token) or f"<|empty{index}|>" for index, token in enumerate(tokens[:end])]
    texts += [f"<|empty{index}|>" for index in range(len(texts), end)]
    languages = LANGUAGES[: size - 51765 - is_multilingual]
    tasks = ["translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"]
    names = ["endoftext", "startoftranscript", *languages, *tasks, *(f"{index * 0.02:.2f}" for index in range(1501))]
    special = [f"<|{name}|>" for name in names]
    vocabulary = texts + special
    assert len(vocabulary) == size, "the vocabulary has another size"
    spec.register_vocabulary(vocabulary)
    merges = list(merges_of([text for text in texts if not text.startswith("<|empty")]))
    tokenizer = Tokenizer(models.BPE(vocab={text: index for index, text in enumerate(texts)}, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(text, special=True, normalized=False) for text in special])

    encode = lambda text: tokenizer.encode(text, add_special_tokens=False).ids
    suppressed = {encode(" -")[0], encode(" '")[0]}
    for sign in SIGNS + NOTES:
        for ids in (encode(sign), encode(" " + sign)):
            if len(ids) == 1 or sign in NOTES:
                suppressed.add(ids[0])
    token = {text: index for index, text in enumerate(vocabulary)}
    others = ["startoftranscript", *tasks[:5]]
    spec.config.suppress_ids = sorted(suppressed) + [token[f"<|{name}|>"] for name in others]
    spec.config.suppress_ids_begin = [encode(" ")[0], end]
    spec.config.alignment_heads = HEADS[(text_layers, is_multilingual)]
    spec.config.lang_ids = [token[f"<|{name}|>"] for name in languages] if is_multilingual else []
    spec.validate()
    spec.optimize()
    os.makedirs(folder, exist_ok=True)
    spec.save(folder)
    tokenizer.save(os.path.join(folder, "tokenizer.json"))


main()
