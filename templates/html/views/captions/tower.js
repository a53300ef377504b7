// CLIP's text tower, a caption's ids to its vector: embeddings, pre-norm layers under a causal mask, the row of the first end
// of text through the last norm and the projection, brought to length 1. Sources/Transformers/CLIP/CLIPText.swift is the same.

Quire.captionTower = (() => {
  /// Abramowitz and Stegun 7.1.26 is not exact enough for the plain GELU; this series and fraction are, to 1e-12.
  function erf(x) {
    const size = Math.abs(x);
    if (size > 6) return Math.sign(x);
    if (size < 2.5) {
      let term = x;
      let sum = x;
      for (let n = 1; n < 60 && Math.abs(term) > 1e-17; n += 1) {
        term *= -x * x / n;
        sum += term / (2 * n + 1);
      }
      return 2 / Math.sqrt(Math.PI) * sum;
    }
    let fraction = 0;
    for (let n = 60; n > 0; n -= 1) fraction = n / 2 / (size + fraction);
    return Math.sign(x) * (1 - Math.exp(-size * size) / Math.sqrt(Math.PI) / (size + fraction));
  }

  const activations = {
    quickGELU: (x) => x / (1 + Math.exp(-1.702 * x)),
    gelu: (x) => x * (1 + erf(x / Math.SQRT2)) / 2,
    geluTanh: (x) => x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2,
    relu: (x) => Math.max(0, x),
  };

  /// output = input · weightᵀ + bias, added to what is there where `adds`; weight is [outputs, inputs].
  function multiply(input, rows, inputs, linear, output, adds = false) {
    const { weight, bias } = linear;
    const outputs = weight.length / inputs;
    // Four rows at a time use each weight while it is at hand.
    for (let row = 0; row < rows; row += 4) {
      const count = Math.min(4, rows - row);
      const [a, b, c, d] = [0, 1, 2, 3].map((step) => (row + Math.min(step, count - 1)) * inputs);
      for (let place = 0; place < outputs; place += 1) {
        let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
        const start = place * inputs;
        if (count === 1) {
          for (let index = 0; index < inputs; index += 1) sumA += weight[start + index] * input[a + index];
        } else {
          for (let index = 0; index < inputs; index += 1) {
            const factor = weight[start + index];
            sumA += factor * input[a + index];
            sumB += factor * input[b + index];
            sumC += factor * input[c + index];
            sumD += factor * input[d + index];
          }
        }
        const more = bias ? bias[place] : 0;
        const sums = [sumA, sumB, sumC, sumD];
        for (let step = 0; step < count; step += 1) {
          const at = (row + step) * outputs + place;
          output[at] = sums[step] + more + (adds ? output[at] : 0);
        }
      }
    }
  }

  function normalize(input, rows, size, norm, epsilon, output) {
    for (let row = 0; row < rows; row += 1) {
      const start = row * size;
      let mean = 0;
      for (let index = 0; index < size; index += 1) mean += input[start + index];
      mean /= size;
      let variance = 0;
      for (let index = 0; index < size; index += 1) variance += (input[start + index] - mean) ** 2;
      const factor = 1 / Math.sqrt(variance / size + epsilon);
      for (let index = 0; index < size; index += 1) {
        output[start + index] = (input[start + index] - mean) * factor * norm.weight[index] + norm.bias[index];
      }
    }
  }

  /// What each of some rows takes from the values of itself and of those before it.
  function attend(query, key, value, rows, heads, size, first, output) {
    const width = size / heads;
    const scale = 1 / Math.sqrt(width);
    const scores = new Float64Array(rows);
    for (let row = first; row < rows; row += 1) {
      for (let head = 0; head < heads; head += 1) {
        const own = (row - first) * size + head * width;
        let largest = -Infinity;
        for (let other = 0; other <= row; other += 1) {
          const at = other * size + head * width;
          let dot = 0;
          for (let index = 0; index < width; index += 1) dot += query[own + index] * key[at + index];
          scores[other] = dot * scale;
          largest = Math.max(largest, scores[other]);
        }
        let sum = 0;
        for (let other = 0; other <= row; other += 1) sum += scores[other] = Math.exp(scores[other] - largest);
        for (let index = 0; index < width; index += 1) {
          let mixed = 0;
          for (let other = 0; other <= row; other += 1) mixed += scores[other] * value[other * size + head * width + index];
          output[own + index] = mixed / sum;
        }
      }
    }
  }

  /// A tower from what Swift wrote of it: {vocabularySize, maximumLength, layers, heads, hiddenSize, intermediateSize,

  /// projectionSize, epsilon, activation, end} and its weights, one after another as `parts` takes them.
  function make(sizes, weights) {
    const { hiddenSize: size, intermediateSize: wide, heads, epsilon } = sizes;
    const activate = activations[sizes.activation];
    if (!activate) throw new Error(`unknown activation ${sizes.activation}`);
    let place = 0;
    function take(count) {
      place += count;
      if (place > weights.length) throw new Error("the weights end too soon");
      return weights.subarray(place - count, place);
    }
    const linear = (inputs, outputs) => ({ weight: take(inputs * outputs), bias: take(outputs) });
    const norm = () => ({ weight: take(size), bias: take(size) });
    const words = take(sizes.vocabularySize * size);
    const positions = take(sizes.maximumLength * size);
    const layers = Array.from({ length: sizes.layers }, () => ({
      firstNorm: norm(), query: linear(size, size), key: linear(size, size), value: linear(size, size),
      output: linear(size, size), secondNorm: norm(), up: linear(size, wide), down: linear(wide, size),
    }));
    const lastNorm = norm();
    const projection = { weight: take(size * sizes.projectionSize), bias: null };
    if (place !== weights.length) throw new Error(`${weights.length - place} weights are left over`);

    /// One layer; of the last one only the last row is wanted.
    function run(layer, hidden, rows, isLast) {
      const first = isLast ? rows - 1 : 0;
      const own = rows - first;
      const [cleaned, query, key, value, mixed] = [rows, own, rows, rows, own].map((count) => new Float32Array(count * size));
      normalize(hidden, rows, size, layer.firstNorm, epsilon, cleaned);
      multiply(cleaned.subarray(first * size), own, size, layer.query, query);
      multiply(cleaned, rows, size, layer.key, key);
      multiply(cleaned, rows, size, layer.value, value);
      attend(query, key, value, rows, heads, size, first, mixed);
      const result = hidden.slice(first * size);
      multiply(mixed, own, size, layer.output, result, true);
      normalize(result, own, size, layer.secondNorm, epsilon, mixed);
      const inner = new Float32Array(own * wide);
      multiply(mixed, own, size, layer.up, inner);
      for (let index = 0; index < inner.length; index += 1) inner[index] = activate(inner[index]);
      multiply(inner, own, wide, layer.down, result, true);
      return result;
    }

    /// The vector of a caption's ids, of length 1; what follows the first end of text does not matter.
    function vector(ids) {
      // Files from before `eos_token_id` was right mean the first place of the highest id.
      const end = ids.indexOf(sizes.end ?? Math.max(...ids));
      const read = ids.slice(0, Math.max(0, end) + 1);
      if (read.length > sizes.maximumLength) throw new RangeError("a caption of more tokens than the model reads");
      let hidden = new Float32Array(read.length * size);
      read.forEach((id, row) => {
        for (let index = 0; index < size; index += 1) {
          hidden[row * size + index] = words[id * size + index] + positions[row * size + index];
        }
      });
      layers.forEach((layer, index) => { hidden = run(layer, hidden, hidden.length / size, index === layers.length - 1); });
      const pooled = hidden.slice(-size);
      normalize(pooled, 1, size, lastNorm, epsilon, pooled);
      const output = new Float32Array(sizes.projectionSize);
      multiply(pooled, 1, size, projection, output);
      let square = 0;
      for (const number of output) square += number * number;
      return output.map((number) => number / Math.sqrt(square));
    }

    return { vector };
  }

  return { make, activations };
})();
