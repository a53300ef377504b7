"""Makes the golden values of the tokenizer tests: Tests/TransformersTests/Fixtures/tokenizers/.

    python tokenizer_goldens.py OUTPUT MINILM_TOKENIZER_JSON GPT2_VOCAB_JSON GPT2_MERGES_TXT

Needs the packages `tokenizers` (0.23.3) and `numpy`. Writes lines of mixed scripts, two miniature tokenizers trained on
them, and for each tokenizer one line of `count hash` per text: FNV-1a over "id,start,end,word,type;" of every token.
The vocabularies of MiniLM and GPT-2 are other people's and are not written.
"""

import json
import random
import sys
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

SCRIPTS = {
    "english": "the quick harbour pilot reads tide tables before breakfast and writes every sounding in a green book "
    "unbelievably antidisestablishment don't we'll they've I'm she'd you're it's o'clock THE Harbour PILOT's HTTP2 e-mail",
    "european": "Größe straße naïve façade coöperate Ærøskøbing Łódź smörgåsbord piñata œuvre İstanbul ılık Ångström "
    "čeština žluťoučký kůň ΑΘΗΝΑ Οδυσσεύς σοφός Москва ёлка съешь її ґанок Ђорђе България",
    "asian": "東京都 日本語の文章 カタカナ ひらがな ﾊﾝｶｸ 한국어 문장 서울 中文分词 漢字 龍 𠮷野家 𪚥 豈 ไทย ภาษา བོད་ཡིག မြန်မာ ភាសាខ្មែរ",
    "southern": "नमस्ते हिन्दी क्षत्रिय বাংলা தமிழ் తెలుగు ಕನ್ನಡ മലയാളം ગુજરાતી ਪੰਜਾਬੀ සිංහල",
    "rightward": "שלום עולם בְּרֵאשִׁית مرحبا بالعالم العَرَبِيَّة فارسی پښتو اردو ‏abc‎ ܐܪܡܝܐ",
    "african": "አማርኛ ሰላም ⵜⴰⵎⴰⵣⵉⵖⵜ ߒߞߏ Yorùbá ẹ̀kọ́ Ŋmaa ɓeyngal",
    "marks": "e\u0301 a\u0308\u0304 o\u0323\u0302 n\u0303o Z\u0351\u036b\u0343a\u0321l\u0334g\u0489o \u1e69 q\u0307\u0323 \u0958 \u212b \uac00\u11a8 \u0344 \u0f73",
    "emoji": "😀 👍🏽 👩‍👩‍👧‍👦 🏳️‍🌈 🇳🇴🇯🇵 ❤️ ☃ ✂︎ 1️⃣ 🧑🏿‍🚀 ©️ ™ 🫠 🪿",
    "signs": "$9.99 €5 50% a+b=c x^2 ~tilde `tick` <tag> {json: [1,2]} © ® ° ½ ¾ ² ③ Ⅷ ٣٤ ४५ − – — … « » “ ” ‘ ’ ¿ ¡ § ¶ • ‰ ‱ ※ 、 。 「 」 ・ ～ ！ ？ # @user &amp; a_b__c "
    "3.14159 1,000,000 +47-555-0199 foo@example.org https://example.org/a?b=c#d",
    "spaces": "a\u00a0b a\u2003b a\u3000b a\u200bb a\u200db a\u2060b a\ufeffb a\u2028b a\u2029b a\u0085b a\u180eb a\u1680b",
    "controls": "a\u0000b a\u0001b a\u0007b a\u007fb a\u0080b a\u009fb a\u00adb a\u061cb a\u202eb a\ue000b a\ufffdb a\U000f0000b a\ufff9b tab\there line\nbreak carriage\r\nreturn vertical\x0btab form\x0cfeed",
    "special": "[MASK] [CLS] [SEP] [UNK] [PAD] [mask] [ MASK ] <|endoftext|> <mask> <s> </s> x[MASK]y ##ing Ġword Ċ",
}


def texts(count):
    draw = random.Random(20240229)
    pools = {name: text.split(" ") for name, text in SCRIPTS.items()}
    names = list(pools)
    for name in names:
        yield SCRIPTS[name]
    yield from [
        "",
        " ",
        "   ",
        "\n",
        "\t \n ",
        "a",
        "é",
        "漢",
        "😀",
        ".",
        "''",
        "'",
        "' s",
        "'S",
        "'re're",
        "\u0301",
        "\u200b",
        " a",
        "a ",
        "  a  b  ",
    ]
    for size in (99, 100, 101, 500, 3000):
        yield "x" * size
        yield "漢" * size
        yield ("Ab1" * size)[:size] + " end"
    produced = len(names) + 20 + 15
    while produced < count:
        kind = draw.random()
        if kind < 0.35:
            words = draw.choices(pools["english"] + pools["european"], k=draw.randint(1, 18))
        elif kind < 0.85:
            words = [draw.choice(pools[draw.choice(names)]) for _ in range(draw.randint(1, 14))]
        else:
            # Any scalar that is no surrogate, most of them from the first plane.
            words = []
            for _ in range(draw.randint(1, 12)):
                top = 0x2FFF if draw.random() < 0.7 else (0xFFFF if draw.random() < 0.7 else 0x1FBFF)
                scalars = [
                    chr(c)
                    for c in (draw.randint(1, top) for _ in range(draw.randint(1, 4)))
                    if not 0xD800 <= c < 0xE000
                ]
                words.append("".join(scalars))
        glue = draw.choice([" ", " ", " ", " ", "  ", "", ", ", "\n", " - "])
        text = glue.join(words)
        if draw.random() < 0.05:
            text = text.upper()
        if draw.random() < 0.05:
            text = " " * draw.randint(1, 4) + text + " " * draw.randint(1, 4)
        yield text
        produced += 1


def fingerprint(encoding):
    content = "".join(
        f"{i},{start},{end},{-1 if word is None else word},{kind};"
        for i, (start, end), word, kind in zip(encoding.ids, encoding.offsets, encoding.word_ids, encoding.type_ids)
    )
    value = 0xCBF29CE484222325
    for byte in content.encode():
        value = ((value ^ byte) * 0x100000001B3) & (2**64 - 1)
    return f"{len(encoding.ids)} {value:016x}"


def golden(tokenizer, lines, path):
    tokenizer.no_padding()
    tokenizer.no_truncation()
    with open(path, "w") as out:
        for line in lines:
            out.write(fingerprint(tokenizer.encode(line)) + "\n")
        for first, second in zip(lines[::10], lines[1::10]):
            out.write(fingerprint(tokenizer.encode(first, second)) + "\n")
        for line in lines[::10]:
            out.write(fingerprint(tokenizer.encode(line, add_special_tokens=False)) + "\n")


def miniature_word_pieces(lines, cased):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=not cased)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(
        lines,
        trainers.WordPieceTrainer(vocab_size=900, limit_alphabet=400, special_tokens=special, show_progress=False),
    )
    cls, sep = (tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]"))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", cls), ("[SEP]", sep)]
    )
    return tokenizer


def byte_level(model, roberta):
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def miniature_bytes(lines, roberta):
    tokenizer = byte_level(models.BPE(), roberta)
    special = ["<s>", "<pad>", "</s>", "<unk>", AddedToken("<mask>", lstrip=True)] if roberta else ["<|endoftext|>"]
    tokenizer.train_from_iterator(
        lines,
        trainers.BpeTrainer(
            vocab_size=900,
            special_tokens=special,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    if roberta:
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
        tokenizer.post_processor = processors.RobertaProcessing(
            ("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=True
        )
    else:
        tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def save(tokenizer, path):
    document = json.loads(tokenizer.to_str())
    path.write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    output, minilm, vocabulary, merges = Path(sys.argv[1]), *sys.argv[2:]
    lines = list(texts(2400))
    with open(output / "lines.jsonl", "w") as out:
        for line in lines:
            out.write(
                json.dumps(line, ensure_ascii=False)
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029")
                .replace("\x85", "\\u0085")
                + "\n"
            )
    sound = [line for line in lines if len(line) < 400]
    for name, tokenizer in [
        ("uncased", miniature_word_pieces(sound, cased=False)),
        ("cased", miniature_word_pieces(sound, cased=True)),
        ("bytes", miniature_bytes(sound, roberta=False)),
        ("roberta", miniature_bytes(sound, roberta=True)),
    ]:
        save(tokenizer, output / f"{name}.json")
        golden(Tokenizer.from_file(str(output / f"{name}.json")), lines, output / f"{name}.golden")
    golden(Tokenizer.from_file(minilm), lines, output / "minilm.golden")
    gpt2 = byte_level(models.BPE.from_file(vocabulary, merges), roberta=False)
    gpt2.add_special_tokens(["<|endoftext|>"])
    gpt2.post_processor = processors.ByteLevel(trim_offsets=False)
    golden(gpt2, lines, output / "gpt2.golden")
