internal import Basics
internal import Foundation

/// A tokenizer as SentencePiece saves it: its pieces with their scores, how it was trained, and how it cleans a text
/// (`sentencepiece_model.proto`).
struct SentencePieceFile {
  /// What a piece is for.
  enum Kind: UInt64 {
    case normal = 1
    case unknown, control, userDefined, unused, byte
  }

  /// How a text was split while it was trained.
  enum Algorithm: UInt64 {
    case unigram = 1
    case pairs, words, characters
  }

  /// A piece of the vocabulary, whose place is its id.
  struct Piece {
    var text: String
    var score: Float = 0
    var kind = Kind.normal
  }

  let path: String
  private(set) var pieces: [Piece] = []
  private(set) var algorithm = Algorithm.unigram
  private(set) var fallsBackToBytes = false
  private(set) var putsSpacesLast = false
  /// Ids and texts of the roles, by the names that transformers gives these; an id below 0 is nobody's.
  private(set) var roles = [
    "unk_token": (id: 0, text: "<unk>"), "bos_token": (id: 1, text: "<s>"),
    "eos_token": (id: 2, text: "</s>"),
  ]
  /// The table of characters; nil where there is none.
  private(set) var map: CharacterMap?
  /// Whether a space is put before a text.
  var addsSpace = true
  private(set) var removesSpaces = true
  private(set) var escapesSpaces = true

  /// The largest that is published has 14 MB.
  private static let longest = 64 << 20
  /// Four times as many as the largest that is published.
  private static let mostPieces = 1 << 20
  /// Five times as many bytes as the longest piece that is published; ways to take a piece apart are looked for at each of them.
  private static let longestPiece = 512

  /// - Throws: `TokenizerError.malformed` for what is no such file, is cut short or leads out of itself.
  init(_ file: URL) throws {
    let content = try MappedFile.map(file, limit: Self.longest)
    path = content.path
    let bytes = [UInt8](content.bytes)
    do { try read(bytes[...]) } catch let fault as ProtobufReader.Fault {
      throw malformed("SentencePiece's model", fault.reason + "; get the file again")
    }
    if pieces.isEmpty { throw malformed("pieces", "are none; get the file again") }
  }

  func malformed(_ key: String, _ reason: String) -> TokenizerError {
    .malformed(path: path, key: key, reason: reason)
  }

  private mutating func read(_ bytes: ArraySlice<UInt8>) throws {
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      guard case .bytes(let part) = field.value else { continue }
      switch field.number {
      case 1:
        guard pieces.count < Self.mostPieces else {
          throw malformed("pieces", "are more than \(Self.mostPieces)")
        }
        pieces.append(try piece(part))
      case 2: try readTraining(part)
      case 3: try readCleanUp(part)
      default: break
      }
    }
  }

  private func piece(_ bytes: ArraySlice<UInt8>) throws -> Piece {
    var reader = ProtobufReader(bytes)
    var piece = Piece(text: "")
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (1, .bytes(let text)):
        guard text.count <= Self.longestPiece else {
          throw malformed(
            "pieces[\(pieces.count)]", "has \(text.count) bytes, and at most \(Self.longestPiece) are read")
        }
        piece.text = try string(text, "pieces[\(pieces.count)]")
      case (2, .fourBytes(let bits)): piece.score = Float(bitPattern: bits)
      case (3, .integer(let number)):
        guard let kind = Kind(rawValue: number) else {
          throw malformed("pieces[\(pieces.count)].type", "is \(number), which is none")
        }
        piece.kind = kind
      default: break
      }
    }
    guard piece.score.isFinite else {
      throw malformed("pieces[\(pieces.count)].score", "is no number")
    }
    return piece
  }

  private mutating func readTraining(_ bytes: ArraySlice<UInt8>) throws {
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (3, .integer(let number)):
        guard let known = Algorithm(rawValue: number) else {
          throw malformed("trainer_spec.model_type", "is \(number), which is none")
        }
        algorithm = known
      case (24, .integer(let flag)): putsSpacesLast = flag != 0
      case (35, .integer(let flag)): fallsBackToBytes = flag != 0
      case (40, .integer(let id)): roles["unk_token"]?.id = Int(truncatingIfNeeded: id)
      case (41, .integer(let id)): roles["bos_token"]?.id = Int(truncatingIfNeeded: id)
      case (42, .integer(let id)): roles["eos_token"]?.id = Int(truncatingIfNeeded: id)
      case (45, .bytes(let text)):
        let piece = try string(text, "trainer_spec.unk_piece")
        roles["unk_token"]?.text = piece
      case (46, .bytes(let text)):
        let piece = try string(text, "trainer_spec.bos_piece")
        roles["bos_token"]?.text = piece
      case (47, .bytes(let text)):
        let piece = try string(text, "trainer_spec.eos_piece")
        roles["eos_token"]?.text = piece
      default: break
      }
    }
  }

  private mutating func readCleanUp(_ bytes: ArraySlice<UInt8>) throws {
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (2, .bytes(let table)) where !table.isEmpty:
        do { map = try CharacterMap(Array(table)) } catch {
          throw malformed("normalizer_spec.precompiled_charsmap", error.reason)
        }
      case (3, .integer(let flag)): addsSpace = flag != 0
      case (4, .integer(let flag)): removesSpaces = flag != 0
      case (5, .integer(let flag)): escapesSpaces = flag != 0
      default: break
      }
    }
  }

  private func string(_ bytes: ArraySlice<UInt8>, _ key: String) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw malformed(key, "is not UTF-8")
    }
    return text
  }
}
