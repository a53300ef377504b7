import Foundation
import Images
import Plotting
import Testing

/// Compares a drawn figure with the picture on record, pixel by pixel.
///
/// Drawing may differ a little from one version of Cairo or of a font to the next: a channel may differ by 40, and up to
/// 2 % of the pixels by more. With `QUIRE_RECORD_SNAPSHOTS=1` the picture is recorded anew and the test fails, so that
/// nobody records by accident.
enum Snapshot {
  static let channelTolerance = 40
  static let allowedShare = 0.02

  static func check(_ figure: Figure, theme: Theme = .print, name: String? = nil) throws {
    let name = name ?? figure.id
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Snapshots")
    let record = folder.appendingPathComponent("\(name).png")
    let bytes = try figure.png(theme: theme, dpi: 96)
    if ProcessInfo.processInfo.environment["QUIRE_RECORD_SNAPSHOTS"] != nil {
      try Data(bytes).write(to: record)
      Issue.record("recorded \(record.path); run again without QUIRE_RECORD_SNAPSHOTS")
      return
    }
    let actual = try PNG.decode(bytes)
    guard let data = try? Data(contentsOf: record) else {
      Issue.record("no snapshot \(record.path); look at \(try keep(bytes, "\(name)-actual.png")) and record it")
      return
    }
    let expected = try PNG.decode([UInt8](data))
    guard (actual.width, actual.height) == (expected.width, expected.height) else {
      Issue.record(
        "\(name): \(actual.width) × \(actual.height) pixels, on record \(expected.width) × \(expected.height)")
      return
    }
    let difference = try Difference(actual, expected)
    if difference.share > allowedShare {
      let kept = (
        try keep(bytes, "\(name)-actual.png"), try keep(PNG.encode(difference.image), "\(name)-difference.png")
      )
      Issue.record("\(name): \(difference.share * 100) % of the pixels differ; see \(kept.0) and \(kept.1)")
    }
  }

  private static func keep(_ bytes: [UInt8], _ name: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("quire-snapshots")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    return file.path
  }
}

/// Where two pictures of one size differ.
struct Difference {
  /// Share of pixels that differ by more than the tolerance.
  let share: Double
  /// Those pixels in red over the faded expected picture.
  let image: Image

  init(_ actual: Image, _ expected: Image) throws {
    var pixels: [UInt8] = []
    var count = 0
    for at in stride(from: 0, to: actual.pixels.count, by: 4) {
      let differs = (0..<4).contains { channel in
        abs(Int(actual.pixels[at + channel]) - Int(expected.pixels[at + channel])) > Snapshot.channelTolerance
      }
      if differs { count += 1 }
      let gray = expected.pixels[at..<at + 3].reduce(0) { $0 + Int($1) } / 3
      let faded = UInt8(170 + gray / 3)
      pixels += differs ? [220, 0, 0, 255] : [faded, faded, faded, 255]
    }
    share = Double(count) / Double(actual.pixels.count / 4)
    image = try Image(width: actual.width, height: actual.height, pixels: pixels)
  }
}
