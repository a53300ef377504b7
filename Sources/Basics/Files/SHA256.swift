internal import CCrypto
public import Foundation

/// A SHA-256 sum in the making: bytes go in piece by piece, 64 lower-case hexadecimal digits come out (FIPS 180-4).
///
///     var sum = SHA256()
///     sum.update(header)
///     sum.update(body)
///     let digits = sum.finalizeHex()
public struct SHA256: ~Copyable {
  private let context: OpaquePointer

  /// A sum over no bytes yet.
  public init() {
    // Both calls fail only when memory runs out or libcrypto is built without SHA-256; there is no input to blame.
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      preconditionFailure("libcrypto offers no SHA-256")
    }
    self.context = context
  }

  deinit {
    EVP_MD_CTX_free(context)
  }

  /// Adds `bytes` to the sum.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    precondition(EVP_DigestUpdate(context, start, bytes.count) == 1)
  }

  /// Adds `bytes` to the sum.
  public mutating func update(_ bytes: some ContiguousBytes) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Adds the UTF-8 bytes of `text` to the sum.
  public mutating func update(_ text: some StringProtocol) {
    update(Array(text.utf8))
  }

  /// The digest, 32 bytes; ends the computation.
  public consuming func finalize() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    precondition(EVP_DigestFinal_ex(context, &digest, nil) == 1)
    return digest
  }

  /// Ends the sum: 64 lower-case hexadecimal digits.
  public consuming func finalizeHex() -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

extension SHA256 {
  /// The sum of `bytes` in hexadecimal digits.
  public static func hex(of bytes: some ContiguousBytes) -> String {
    var sum = SHA256()
    sum.update(bytes)
    return sum.finalizeHex()
  }

  /// The sum of the UTF-8 bytes of `text` in hexadecimal digits.
  public static func hex(of text: some StringProtocol) -> String {
    hex(of: Array(text.utf8))
  }

  /// The sum of a file's content in hexadecimal digits, read a piece at a time.
  ///
  /// - Parameter progress: Told after each piece how many bytes of how many are summed; what it throws ends the work.
  /// - Throws: `FileError` where the file is no regular file, or cannot be opened or read; what `progress` throws.
  public static func hex(ofFile url: URL, progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }) throws
    -> String
  {
    let file = try InputFile(url)
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { piece.deallocate() }
    var sum = SHA256()
    var done = 0
    while true {
      let count = try file.read(into: piece)
      if count == 0 { return sum.finalizeHex() }
      sum.update(UnsafeRawBufferPointer(rebasing: piece[..<count]))
      done += count
      try progress(done, file.size)
    }
  }
}
