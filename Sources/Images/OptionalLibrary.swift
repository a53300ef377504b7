internal import CImageIO

/// A library that reads one kind of picture and need not be there.
package struct OptionalLibrary: Sendable {
  /// As in "is a HEIC".
  let kind: String
  let name: String
  /// Debian's packages: of the library, and of what Quire is built with.
  let packages: (use: String, build: String)
  /// A command that turns such a picture into a PNG.
  let conversion: String
  /// Asks it for the header of an empty file.
  private let probe: @Sendable (inout LibraryMessage) -> Int32

  static let tiff = OptionalLibrary(
    kind: "a TIFF", name: "libtiff", packages: ("libtiff6", "libtiff-dev"),
    conversion: "convert picture.tif picture.png"
  ) { message in
    var header = quire_tiff_header()
    return quire_tiff_header_read([], 0, 0, &header, &message.bytes)
  }
  static let avif = OptionalLibrary(
    kind: "an AVIF", name: "libavif", packages: ("libavif15", "libavif-dev"),
    conversion: "avifdec picture.avif picture.png"
  ) { message in
    var header = quire_avif_header()
    return quire_avif_header_read([], 0, 1, &header, &message.bytes)
  }
  static let heif = OptionalLibrary(
    kind: "a HEIC", name: "libheif", packages: ("libheif1", "libheif-dev"),
    conversion: "heif-convert picture.heic picture.png"
  ) { message in
    var header = quire_heif_header()
    return quire_heif_header_read([], 0, &header, &message.bytes)
  }

  /// The one that reads a file by its ending, `nil` where none is needed.
  package static func reading(_ ending: some StringProtocol) -> OptionalLibrary? {
    switch ending {
    case "tif", "tiff": .tiff
    case "avif": .avif
    case "heic": .heif
    default: nil
    }
  }

  /// Whether it is there, and of the version that Quire was built with.
  package var isThere: Bool {
    var message = LibraryMessage()
    // What it says of an empty file does not matter.
    return Absence(probe(&message)) == nil
  }

  /// All of them.
  package static let all = [tiff, avif, heif]

  /// Why it is not there.
  package enum Absence: CaseIterable, Sendable {
    case notBuilt, notInstalled, otherVersion

    init?(_ status: Int32) {
      switch Int(status) {
      case Int(QUIRE_NOT_BUILT): self = .notBuilt
      case Int(QUIRE_NOT_INSTALLED): self = .notInstalled
      case Int(QUIRE_OTHER_VERSION): self = .otherVersion
      default: return nil
      }
    }
  }

  /// What is wrong with a file that needs it, as the end of a sentence that begins with the file's name.
  package func problem(_ absence: Absence) -> String {
    let remedy =
      switch absence {
      case .notBuilt:
        "this Quire was built without it: install Debian's package \(packages.build) and build Quire again"
      case .notInstalled: "it is not installed: install Debian's package \(packages.use)"
      case .otherVersion:
        "the one installed is of another version than Quire was built with: install Debian's package \(packages.build) and "
          + "build Quire again"
      }
    return "is \(kind), which \(name) reads, and \(remedy), or give it as PNG or JPEG (\(conversion))"
  }
}
