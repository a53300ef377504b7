// Scores captions that a reader types: tokenizer and text tower together, and what each patch of the picture is to such a
// caption. Nothing here touches the page.

Quire.captionScorer = (() => {
  /// Longer texts are not read at all; the model reads far fewer tokens.
  const longest = 1000;

  const dot = (a, b, start = 0) => {
    let sum = 0;
    for (let index = 0; index < a.length; index += 1) sum += a[index] * b[start + index];
    return sum;
  };

  /// A scorer from the data of the model and the scale of its logits.
  function make({ values, arrays }, logitScale) {
    const tokenizer = Quire.captionTokenizer.make({ ...values.tokenizer, merges: arrays.merges });
    const tower = Quire.captionTower.make(values.sizes, arrays.weights);
    const learnt = values.learnt ? new Set(values.learnt) : null;
    const limit = values.sizes.maximumLength;

    /// What the model makes of a caption: its tokens, what it never learnt, and how well it fits the picture.
    ///
    /// A caption that is too long is cut to the tokens that fit, its end kept, and `isCut` says so.
    function score(text) {
      const words = tokenizer.words(text.slice(0, longest));
      const unknown = [...new Set(words.map((word) => word.text))].filter((word) => learnt && !learnt.has(word));
      const all = words.flatMap((word) => word.ids);
      const read = all.slice(0, limit - 2);
      const lastWords = [];
      let place = 0;
      for (const word of words) {
        if (place < read.length) lastWords.push(word.text);
        place += word.ids.length;
      }
      const ids = [values.tokenizer.start, ...read, values.tokenizer.end];
      const vector = tower.vector(ids);
      const cosine = dot(vector, arrays.picture);
      return {
        text, ids, cosine, logit: cosine * logitScale, unknown, limit, vector,
        count: all.length + 2, isCut: all.length > read.length || text.length > longest,
        tokens: read.map((id) => tokenizer.spelling(id)), ending: lastWords.slice(-3).join(" "),
      };
    }

    /// By how much a scored caption's logit falls when each patch is hidden.
    function falls({ vector, cosine }) {
      const count = arrays.hidden.length / vector.length;
      const result = new Float32Array(count);
      for (let patch = 0; patch < count; patch += 1) {
        result[patch] = (cosine - dot(vector, arrays.hidden, patch * vector.length)) * logitScale;
      }
      return { values: result, largest: result.reduce((most, fall) => Math.max(most, Math.abs(fall)), 0), error: 0 };
    }

    return { score, falls, limit, isExact: values.isExact, tokenizer };
  }

  return { make, longest };
})();
