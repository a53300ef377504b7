internal import Basics

/// A file that several sources read.
final class SharedFile {
  let file: InputFile

  init(_ file: consuming InputFile) { self.file = file }
}

/// The content of a file in a zip archive, piece by piece; at its end size and checksum are compared.
final class ZipMemberSource: ByteSource {
  private let shared: SharedFile
  private let entry: ZipEntry
  private let method: ZipMethod
  private var inflater = Inflater(.raw)
  /// Compressed bytes that are yet to be used, and where the next of them are.
  private var waiting: ArraySlice<UInt8> = []
  private var offset: UInt64
  private var crc: UInt32 = 0
  private var size: UInt64 = 0

  /// - Throws: `ArchiveError.entry` where the method of compression is not known here.
  init(_ entry: ZipEntry, in shared: SharedFile) throws(ArchiveError) {
    guard let method = entry.method else {
      throw .entry(
        path: shared.file.path, name: entry.name,
        reason: "is compressed by method \(entry.methodNumber); only stored and deflated entries can be read")
    }
    self.method = method
    self.entry = entry
    offset = entry.dataOffset
    self.shared = shared
  }

  var fileOffset: Int { Int(clamping: offset) - waiting.count }

  func read(into output: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    let count = method == .stored ? try stored(output) : try inflated(output)
    guard count > 0 || output.isEmpty else {
      if size != entry.size { throw fault("holds \(size) bytes where it claims \(entry.size)") }
      if crc != entry.crc32 { throw fault("is damaged (CRC-32 differs); get the archive again") }
      return 0
    }
    size += UInt64(count)
    // An archive that lies about a size is stopped as soon as it shows.
    if size > entry.size { throw fault("holds more than the \(entry.size) bytes that it claims; refused") }
    crc = crc32(crc, UnsafeRawBufferPointer(rebasing: output[..<count]))
    return count
  }

  private func stored(_ output: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    if waiting.isEmpty { try refill() }
    let count = min(waiting.count, output.count)
    output.copyBytes(from: waiting.prefix(count))
    waiting = waiting.dropFirst(count)
    return count
  }

  private func inflated(_ output: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    var written = 0
    while written < output.count, !inflater.hasEnded {
      if waiting.isEmpty { try refill() }
      let isLast = waiting.isEmpty
      let step = waiting.withUnsafeBytes {
        inflater.step($0, into: UnsafeMutableRawBufferPointer(rebasing: output[written...]))
      }
      if inflater.damage != nil { throw fault("is damaged near byte \(fileOffset) of the archive; get it again") }
      waiting = waiting.dropFirst(step.used)
      written += step.written
      if isLast, step.written == 0, !inflater.hasEnded { throw fault("ends early; get the archive again") }
    }
    if inflater.hasEnded, !waiting.isEmpty {
      throw fault("is damaged near byte \(fileOffset) of the archive; get it again")
    }
    return written
  }

  private func refill() throws(ArchiveError) {
    let count = min(entry.dataOffset + entry.compressedSize - offset, 1 << 18)
    guard count > 0 else { return }
    waiting = try shared.file.read(exactly: Int(count), at: offset)[...]
    offset += count
  }

  private func fault(_ reason: String) -> ArchiveError {
    .entry(path: shared.file.path, name: entry.name, reason: reason)
  }
}
