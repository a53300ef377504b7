internal import Archives
internal import Basics
internal import Foundation

/// Tensors by name with what they belong to, as a file that others go on with: safetensors, or NumPy's `.npz`.
struct TensorFile {
  /// A tensor of 32 bits.
  struct Tensor {
    /// Its name in the file.
    var name: String
    /// What each axis stands for.
    var axes: [String]
    /// How long each axis is.
    var shape: [Int]
    /// Its elements, row by row.
    var values: [Float]
  }

  /// The tensors, in the order in which they are stored.
  var tensors: [Tensor]
  /// The labels of the tokens that axes of tokens count: a list for each text, by name.
  var tokens: [(name: String, labels: [String])]
  /// What else a reader should know, by name.
  var notes: [(name: String, text: String)]

  /// The file's bytes as safetensors: the tokens as lists in JSON and the notes stand in its metadata.
  func safetensors() throws -> Data {
    var offset = 0
    var members: [String] = []
    let metadata = try tokens.map { ($0.name, try Self.json($0.labels)) } + notes.map { ($0.name, $0.text) }
    let entries = try metadata.map { "\(try Self.json($0.0)):\(try Self.json($0.1))" }
    members.append("\"__metadata__\":{\(entries.joined(separator: ","))}")
    for tensor in tensors {
      precondition(tensor.values.count == tensor.shape.reduce(1, *), "as many values as the shape says")
      let end = offset + 4 * tensor.values.count
      members.append(
        "\(try Self.json(tensor.name)):{\"dtype\":\"F32\",\"shape\":[\(tensor.shape.map(String.init).joined(separator: ","))],"
          + "\"data_offsets\":[\(offset),\(end)]}")
      offset = end
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    // The elements begin at a multiple of eight bytes.
    header += Array(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    var data = Data(capacity: 8 + header.count + offset)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { data.append(contentsOf: $0) }
    data.append(contentsOf: header)
    for tensor in tensors { tensor.values.withUnsafeBytes { data.append(contentsOf: $0) } }
    return data
  }

  /// Writes a zip of one `.npy` for each tensor, the tokens and each note, as `numpy.load` reads it.
  func writeZip(to file: URL) throws {
    // One time for all, so that the same tensors give the same bytes.
    var zip = try ZipWriter(file, modified: Date(timeIntervalSince1970: 315_532_800))
    for tensor in tensors {
      try zip.add("\(tensor.name).npy", NumPyArray.data(tensor.values, shape: tensor.shape, .single))
    }
    for list in tokens { try zip.add("\(list.name).npy", NumPyArray.data(list.labels, isScalar: false)) }
    for note in notes { try zip.add("\(note.name).npy", NumPyArray.data([note.text], isScalar: true)) }
    try zip.finish()
  }

  /// A value as JSON of the kind that every reader takes.
  private static func json(_ value: some Encodable) throws -> String {
    String(decoding: try CanonicalJSON.encode(value, isCompact: true), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
