/// What the first directory of EXIF data tells of a picture.
struct EXIF {
  /// What begins the segment of a JPEG that holds such data, and with some programs the data of other files.
  static let prefix = Array("Exif\0\0".utf8)

  /// How the picture is stored, where an entry says so.
  private(set) var orientation: Orientation?
  /// Whether an entry says how it is stored, be it in a way that nothing stands for.
  private(set) var hasOrientation = false
  /// Whether there is a directory of the place (tag 34853, EXIF 2.3, §4.6.6).
  private(set) var tellsPlace = false
  /// Whether a TIFF file says what the samples beyond its colours are, which libtiff makes up where it does not.
  private(set) var namesExtraSamples = false
  /// The XMP of a TIFF file.
  private(set) var xmp: ArraySlice<UInt8> = []
  /// Whether another directory follows: a thumbnail's in EXIF, a further picture's in a TIFF file.
  private(set) var isFollowed = false

  /// - Returns: `nil` for bytes that are no such data.
  init?(_ data: ArraySlice<UInt8>) {
    var data = data
    for _ in 0..<2 where data.starts(with: Self.prefix) { data = data.dropFirst(Self.prefix.count) }
    guard let file = TaggedFile(data), let place = file.firstDirectory, let directory = file.directory(at: place) else {
      return nil
    }
    for entry in directory.entries {
      switch entry.tag {
      case 274:
        hasOrientation = true
        orientation = file.value(entry).flatMap(Orientation.init(rawValue:))
      case 34853: tellsPlace = true
      case 338: namesExtraSamples = true
      case 700: xmp = file[entry.values]
      default: break
      }
    }
    isFollowed = directory.next.map { $0 != place && file.number($0, 2) != nil } ?? false
  }
}

/// Metadata as XML (ISO 16684-1), read for two of its properties alone.
enum XMP {
  /// What begins the segment of a JPEG that holds it.
  static let prefix = Array("http://ns.adobe.com/xap/1.0/\0".utf8)
  /// The keyword of a PNG's text that holds it.
  static let keyword = "XML:com.adobe.xmp"

  /// The first `tiff:Orientation`, written as an attribute or as an element, as Pillow's `getexif` looks for it.
  static func orientation(in text: ArraySlice<UInt8>) -> Orientation? {
    let name = Array("tiff:Orientation".utf8)
    var rest = text
    while let found = rest.firstRange(of: name) {
      rest = rest[found.upperBound...]
      for mark in ["=\"", ">"] where rest.starts(with: mark.utf8) {
        let digit = rest.dropFirst(mark.utf8.count).first ?? 0
        if (0x30...0x39).contains(digit) { return Orientation(rawValue: Int(digit) - 0x30) }
      }
    }
    return nil
  }

  /// Whether it says where the picture was taken.
  static func tellsPlace(_ text: ArraySlice<UInt8>) -> Bool { text.firstRange(of: Array("GPSLatitude".utf8)) != nil }
}

/// How a picture is to be turned, and what says so.
struct Turn: Equatable {
  let orientation: Orientation
  /// As in "turned upright by its EXIF orientation (6)".
  let source: String

  /// What EXIF says, else what XMP says, as Pillow's `exif_transpose` decides.
  init?(exif: EXIF?, xmp: ArraySlice<UInt8>) {
    if let exif, exif.hasOrientation {
      guard let orientation = exif.orientation else { return nil }
      self.init(orientation, by: "its EXIF orientation")
    } else {
      guard let orientation = XMP.orientation(in: xmp) else { return nil }
      self.init(orientation, by: "its XMP orientation")
    }
  }

  /// What is said of it: nothing of a picture that is upright.
  var notes: [String] {
    orientation == .upright ? [] : ["turned upright by \(source) (\(orientation.rawValue))"]
  }

  init(_ orientation: Orientation, by source: String) {
    self.orientation = orientation
    self.source = source
  }
}
