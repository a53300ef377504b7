internal import CImageIO

/// Whether a picture may tell where it was taken, looked for in all of its bytes: of kinds whose metadata may lie anywhere.
struct LocationSearch {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// True too where metadata are compressed and cannot be judged.
  var tellsPlace: Bool {
    !places(of: Array("GPSLatitude".utf8), most: 1).isEmpty || tellsPlaceInEXIF || isFilmedSomewhere || isHidden
  }

  /// EXIF is laid out as a TIFF file is, which a TIFF file may be and others hold.
  private var tellsPlaceInEXIF: Bool {
    ["II*\0", "MM\0*", "II+\0", "MM\0+"].contains { mark in
      places(of: Array(mark.utf8), most: 10_000).contains { directories(of: bytes[$0...]) }
    }
  }

  /// Whether one of the directories that follow each other names one of GPS.
  private func directories(of data: ArraySlice<UInt8>) -> Bool {
    guard let file = TaggedFile(data) else { return false }
    var place = file.firstDirectory
    var seen: Set<Int> = []
    while let here = place, seen.count < 1000, seen.insert(here).inserted, let directory = file.directory(at: here) {
      if directory.entries.contains(where: { $0.tag == 34853 }) { return true }
      place = directory.next
    }
    return false
  }

  /// The place as films have it (ISO 6709), beside the pictures of a burst.
  private var isFilmedSomewhere: Bool { !places(of: [0xA9] + Array("xyz".utf8), most: 1).isEmpty }

  /// XMP whose coding the container names.
  private var isHidden: Bool {
    ["deflate", "compress_zlib", "gzip", "br"].contains { coding in
      !places(of: Array("application/rdf+xml\0\(coding)\0".utf8), most: 1).isEmpty
    }
  }

  /// Where some bytes begin, at most so many times.
  private func places(of wanted: [UInt8], most: Int) -> [Int] {
    bytes.withUnsafeBytes { all in
      var found: [Int] = []
      var start = 0
      while found.count < most, start < all.count {
        let place = quire_find(all.baseAddress! + start, all.count - start, wanted, wanted.count)
        guard place >= 0 else { break }
        found.append(start + place)
        start += place + 1
      }
      return found
    }
  }
}
