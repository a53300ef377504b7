// MiniCLIP for tests without a page: what `CaptionModel` in Swift writes, read from the model's own files.

const fs = require("node:fs");
const path = require("node:path");

const folder = path.join(__dirname, "..", "..", "..", "assets", "miniclip");
const json = (name) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"));

/// A tokenizer.json of CLIP's kind as the page has it.
exports.tokenizer = (document) => {
  const tokens = [];
  for (const [token, id] of Object.entries(document.model.vocab)) tokens[id] = token;
  for (const { id, content } of document.added_tokens) tokens[id] = content;
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const id = (token) => ids.get(token);
  return {
    tokens, endOfWord: document.model.end_of_word_suffix, unknown: id(document.model.unk_token), added: document.added_tokens,
    findsMarks: document.pre_tokenizer.pretokenizers[0].pattern.Regex.startsWith("<"),
    start: id("<|startoftext|>"), end: id("<|endoftext|>"),
    merges: document.model.merges.flatMap(([left, right]) => [id(left), id(right), id(left + right)]),
  };
};

/// The weights of the text tower, one after another in the tower's order.
const weights = (Quire, config) => {
  const bytes = fs.readFileSync(path.join(folder, "model.safetensors"));
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, start).toString());
  const floats = (name) => {
    const [from, to] = header[name].data_offsets;
    const bits = Uint16Array.from({ length: (to - from) / 2 }, (_, index) => bytes.readUInt16LE(start + from + 2 * index));
    return Quire.data.widened(bits);
  };
  const both = (name) => [`${name}.weight`, `${name}.bias`];
  const names = ["token_embedding", "position_embedding"].map((name) => `text_model.embeddings.${name}.weight`);
  for (let layer = 0; layer < config.num_hidden_layers; layer += 1) {
    const parts = ["q_proj", "k_proj", "v_proj", "out_proj"].map((part) => `self_attn.${part}`);
    for (const name of ["layer_norm1", ...parts, "layer_norm2", "mlp.fc1", "mlp.fc2"]) {
      names.push(...both(`text_model.encoder.layers.${layer}.${name}`));
    }
  }
  names.push(...both("text_model.final_layer_norm"), "text_projection.weight");
  return Float32Array.from(names.flatMap((name) => [...floats(name)]));
};

/// `{values, arrays}` of the model; `picture` is the picture's vector, and no patch was hidden.
exports.model = (Quire, picture) => {
  const { text_config: config, projection_dim: projectionSize } = json("config.json");
  const { merges, ...tokenizer } = exports.tokenizer(json("tokenizer.json"));
  return {
    values: {
      sizes: {
        vocabularySize: config.vocab_size, maximumLength: config.max_position_embeddings, layers: config.num_hidden_layers,
        heads: config.num_attention_heads, hiddenSize: config.hidden_size, intermediateSize: config.intermediate_size,
        projectionSize, epsilon: config.layer_norm_eps, activation: "quickGELU", end: config.eos_token_id,
      },
      tokenizer, learnt: ["two", "cats", "a"], isExact: true, weights: 729728,
    },
    arrays: { weights: weights(Quire, config), merges, picture, hidden: Float32Array.from([...picture, ...picture.map(() => 0)]) },
  };
};
