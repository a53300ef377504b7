internal import CImageIO

/// Room for the words of libpng and libjpeg.
struct LibraryMessage {
  var bytes = [CChar](repeating: 0, count: Int(QUIRE_IO_MESSAGE))
  var text: String { String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) }
}
