// CLIP's way from a caption to ids, as Sources/Transformers/Tokenizers does it: composed (NFC), each run of white space one
// space, lower case; letters together, each digit alone, other signs together; byte-level BPE with `</w>`.

Quire.captionTokenizer = (() => {
  const letter = /\p{L}/u;
  const number = /\p{N}/u;
  const space = /\p{White_Space}/u;
  // Letters and numbers that came with Unicode 17, which the reference's tables do not have, nor has `CharacterClass`.
  const younger = new RegExp(
    "[\\u088f\\u0c5c\\u0cdc\\ua7ce\\ua7cf\\ua7d2\\ua7d4\\ua7f1\\u{10940}-\\u{10959}\\u{10ec5}-\\u{10ec7}" +
    "\\u{11db0}-\\u{11ddb}\\u{11de0}-\\u{11de9}\\u{16ea0}-\\u{16eb8}\\u{16ebb}-\\u{16ed3}\\u{16ff2}-\\u{16ff6}" +
    "\\u{187f8}-\\u{187ff}\\u{18d09}-\\u{18d1e}\\u{18d80}-\\u{18df2}\\u{1e6c0}-\\u{1e6ff}\\u{2b73a}-\\u{2b73f}" +
    "\\u{2cea2}-\\u{2cead}\\u{323b0}-\\u{33479}]", "u");
  const contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];
  const marks = ["<|startoftext|>", "<|endoftext|>"];

  /// The characters that stand for the 256 bytes: printable ones for themselves, the others from U+0100 on in order.
  const characters = (() => {
    let next = 0x100;
    return Array.from({ length: 256 }, (_, byte) => {
      const isPrintable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
      return String.fromCodePoint(isPrintable ? byte : next++);
    });
  })();

  function kind(character) {
    if (character > "\u0300" && younger.test(character)) return "other";
    if (letter.test(character)) return "letter";
    if (space.test(character)) return "space";
    return number.test(character) ? "number" : "other";
  }

  /// The clean-up; each character is lowered by itself, whatever stands around it.
  function normalized(text) {
    const composed = text.normalize("NFC").replace(/\p{White_Space}+/gu, " ");
    return Array.from(composed, (character) => character.toLowerCase()).join("");
  }

  /// A cleaned text's words: every word's text, in order.
  function words(text, findsMarks) {
    const all = Array.from(text);
    const result = [];
    let start = 0;
    while (start < all.length) {
      const mark = findsMarks && all[start] === "<" ? marks.find((one) => startsWith(all, start, one)) : undefined;
      if (mark) {
        // GPT-2's pattern splits what CLIP's kept together.
        result.push("<|", mark.slice(2, -2), "|>");
        start += mark.length;
        continue;
      }
      const contraction = all[start] === "'" ? contractions.find((one) => startsWith(all, start, one)) : undefined;
      let end = start + 1;
      const first = kind(all[start]);
      if (contraction) end = start + contraction.length;
      else if (first !== "number") while (end < all.length && kind(all[end]) === first) end += 1;
      if (first !== "space") result.push(all.slice(start, end).join(""));
      start = end;
    }
    return result;
  }

  function startsWith(all, start, text) {
    if (start + text.length > all.length) return false;
    for (let index = 0; index < text.length; index += 1) if (all[start + index] !== text[index]) return false;
    return true;
  }

  /// A text's stretches between the tokens that are found in it as they are written: {id} or {text}.
  function split(text, added) {
    const parts = [];
    let rest = text;
    while (rest) {
      let found = null;
      for (const token of added) {
        const at = rest.indexOf(token.content);
        const isFirst = at >= 0 && (!found || at < found.at ||
          (at === found.at && token.content.length > found.token.content.length));
        if (isFirst) found = { at, token };
      }
      if (!found) break;
      if (found.at > 0) parts.push({ text: rest.slice(0, found.at) });
      parts.push({ id: found.token.id, text: found.token.content });
      rest = rest.slice(found.at + found.token.content.length);
    }
    if (rest) parts.push({ text: rest });
    return parts;
  }

  /// A tokenizer from what Swift wrote of it: {tokens, merges, endOfWord, findsMarks, start, end, unknown, added}, where merges

  /// are threes of left, right and joined ids, the one that was learnt first before all others.
  function make(data) {
    const idOf = new Map(data.tokens.map((token, id) => [token, id]));
    const symbol = (text) => idOf.get(text) ?? data.unknown ?? null;
    const within = characters.map(symbol);
    const last = data.endOfWord ? characters.map((one) => symbol(one + data.endOfWord)) : within;
    const key = (left, right) => left * data.tokens.length + right;
    const merges = new Map();
    // Of a pair that is there twice the later rank holds, as in Swift.
    for (let place = 0; place < data.merges.length; place += 3) {
      merges.set(key(data.merges[place], data.merges[place + 1]), { rank: place / 3, id: data.merges[place + 2] });
    }
    const encoder = new TextEncoder();
    const known = new Map();

    /// Joins pair by pair, the pair that was learnt first before all others, of equal ones the one on the left.
    function joined(symbols) {
      const ids = symbols.slice();
      while (ids.length > 1) {
        let best = null;
        let at = -1;
        for (let index = 0; index + 1 < ids.length; index += 1) {
          const merge = merges.get(key(ids[index], ids[index + 1]));
          if (merge && (!best || merge.rank < best.rank)) [best, at] = [merge, index];
        }
        if (!best) break;
        ids.splice(at, 2, best.id);
      }
      return ids;
    }

    function idsOf(word) {
      if (known.has(word)) return known.get(word);
      const bytes = encoder.encode(word);
      const symbols = [];
      bytes.forEach((byte, index) => {
        const id = (index === bytes.length - 1 ? last : within)[byte];
        // A vocabulary without this byte and without an unknown token drops it, as the reference does.
        if (id !== null) symbols.push(id);
      });
      const ids = joined(symbols);
      if (known.size > 4096) known.clear();
      known.set(word, ids);
      return ids;
    }

    /// The words of a text, each with its ids.
    function wordsOf(text) {
      return split(text.replace(/\p{Surrogate}/gu, "\ufffd"), data.added).flatMap((part) => {
        if (part.id !== undefined) return [{ text: part.text, ids: [part.id] }];
        return words(normalized(part.text), data.findsMarks).map((word) => ({ text: word, ids: idsOf(word) }));
      });
    }

    return {
      words: wordsOf,
      /// All ids of a text, with the one at its beginning and the one at its end, whatever its length.
      encode: (text) => [data.start, ...wordsOf(text).flatMap((word) => word.ids), data.end],
      /// A token as the vocabulary spells it.
      token: (id) => data.tokens[id] ?? "",
      /// How a token reads: its letters, without the mark of a word's end; bytes that are no letters by themselves as numbers.
      spelling(id) {
        const token = data.tokens[id] ?? "";
        const text = data.endOfWord && token.endsWith(data.endOfWord) ? token.slice(0, -data.endOfWord.length) : token;
        const bytes = Array.from(text, (character) => characters.indexOf(character));
        try {
          return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
        } catch {
          return `<${bytes.map((byte) => byte.toString(16)).join(" ")}>`;
        }
      },
    };
  }

  return { make, normalized };
})();
