import Foundation

/// A formula that has been set, as SVG; lengths are in ems.
struct SetFormula: Codable, Sendable, Equatable {
  /// The drawing, which takes the colour of the text around it.
  var svg: String
  /// How wide it is.
  var width: String
  /// How far it reaches below the line.
  var depth: String

  /// The drawing for a `data:` address.
  var encoded: String { Data(svg.utf8).base64EncodedString() }
}
