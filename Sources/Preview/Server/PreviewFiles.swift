import Basics
import Foundation
import Workflow

/// The files that a preview gives to browsers beside the report: its own frame, and what the report's links lead to.
struct PreviewFiles: Sendable {
  /// The folder of the frame's files.
  private let frame: URL
  /// Where generated files go.
  private let output: URL
  /// What chapters left, out of which no address leads.
  private let chapters: URL

  /// Larger files are not given.
  private static let largest = 256 << 20

  init(of places: ReportPlaces) {
    frame = places.home.appending(path: "templates/preview")
    (output, chapters) = (places.output, places.chapters)
  }

  /// A file of the frame, read anew each time: it may be edited.
  func frame(_ name: String, _ type: String) throws(HTTPRequest.Fault) -> HTTPResponse {
    HTTPResponse(
      type: type,
      policy:
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      body: try data(frame.appending(path: name)))
  }

  /// A file to be saved: nothing of somebody's is opened in the preview.
  func download(_ file: URL) throws(HTTPRequest.Fault) -> HTTPResponse {
    var response = HTTPResponse(type: "application/octet-stream", body: try data(file))
    let name = file.lastPathComponent.unicodeScalars.map { scalar in
      scalar.isASCII && scalar.value > 0x20 && !"\"\\%;".unicodeScalars.contains(scalar) && scalar.value < 0x7F
        ? Character(scalar) : "_"
    }
    response.fields = [("Content-Disposition", "attachment; filename=\"\(String(name))\"")]
    return response
  }

  /// A file that a chapter left: `chapters/<slug>/…`.
  ///
  /// The steps were decoded one by one and hold neither `..` nor a slash; here links and hidden files are refused as well.
  func chapterFile(_ path: [String]) throws(HTTPRequest.Fault) -> HTTPResponse {
    let place = output.appending(path: path.joined(separator: "/"))
    guard !path.contains(where: { $0.hasPrefix(".") || $0.isEmpty }), FileKind(of: place) == .file,
      Enclosure([chapters], name: "the chapters").holds(place)
    else { throw PreviewServer.nothing }
    return try download(place)
  }

  private func data(_ file: URL) throws(HTTPRequest.Fault) -> Data {
    do { return try InputFile.data(of: file, limit: Self.largest) } catch {
      throw .init(status: .notFound, reason: "\(error)")
    }
  }
}
