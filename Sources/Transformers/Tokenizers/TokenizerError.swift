/// What is wrong with a tokenizer's files, or with a text for a model.
public enum TokenizerError: Error, Equatable {
  /// A folder holds no file that a tokenizer can be made from.
  case missingFile(folder: String, anyOf: [String])
  /// A file is not what its reader reads; `key` is the place in it.
  case malformed(path: String, key: String, reason: String)
  /// A tokenizer works in a way that is not known here.
  case unsupported(path: String, key: String, found: String)
  /// The files name a class of transformers that makes tokens in another way.
  case otherClass(path: String, key: String, name: String)
  /// The tokenizer is a program of the repository.
  case program(path: String, key: String)
  /// A folder holds a tokenizer in another form.
  case otherFile(folder: String, name: String, remedy: String)
  /// A vocabulary has no token for an id below its size.
  case missingID(path: String, id: Int)
  /// A text has more tokens than the model has positions.
  case tooLong(tokens: Int, limit: Int)
  /// A caption has more tokens than CLIP has positions.
  case captionTooLong(String, tokens: Int, limit: Int)
  /// A tokenizer gives a token a type that the model does not have.
  case unknownType(Int, known: Int)
  /// The tokens around a text leave no room for the text in a piece of at most `limit`.
  case noRoom(added: Int, limit: Int)
  /// A text has no tokens.
  case empty
}

extension TokenizerError: CustomStringConvertible {
  /// What, where, and what to do.
  public var description: String {
    switch self {
    case .missingFile(let folder, let names):
      "\(folder): has no \(names.joined(separator: ", ")); get the whole model again"
    case .malformed(let path, let key, let reason): "\(path): \(key) \(reason)"
    case .unsupported(let path, let key, let found): "\(path): \(key) is \"\(found)\", which is not supported"
    case .otherClass(let path, let key, let name):
      "\(path): \(key) is \"\(name)\", whose way from text to tokens is not read here; read are BERT's and MPNet's (WordPiece), those "
        + "of GPT-2, GPT-NeoX, Qwen 2, RoBERTa and CLIP (BPE of bytes), LLaMA's and Gemma's (BPE of characters), and those of T5, ALBERT, "
        + "XLM-RoBERTa, CamemBERT and DeBERTa-v2 (Unigram): choose a model with one of these"
    case .program(let path, let key):
      "\(path): \(key) names a program that comes with the model and makes its tokens; no such program is run: choose a model "
        + "without one"
    case .otherFile(let folder, let name, let remedy):
      "\(folder): has neither tokenizer.json nor the vocabulary of a tokenizer that is read here, but \(name); \(remedy)"
    case .missingID(let path, let id): "\(path): no token has the id \(id); get the whole model again"
    case .tooLong(let tokens, let limit):
      "the text has \(tokens) tokens, and the model takes at most \(limit); shorten it, or have it read in windows"
    case .captionTooLong(let caption, let tokens, let limit):
      "the caption \"\(caption)\" has \(tokens) tokens, the two around it included, and the model takes at most \(limit); "
        + "shorten it, or ask for it to be cut"
    case .unknownType(let type, let known):
      "the tokenizer gives a token the type \(type), and the model knows \(known), from 0 on; read two texts one by one, or "
        + "get the whole model again"
    case .noRoom(let added, let limit):
      "\(added) tokens go around the text, and a piece of it may have at most \(limit), those and what it repeats included; "
        + "raise that limit, or get the whole model again"
    case .empty: "the text has no tokens; give at least one word"
    }
  }
}
