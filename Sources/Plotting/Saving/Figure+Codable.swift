internal import Basics
public import Foundation

extension Figure: Codable {
  /// The version of the form that is written; another one is refused.
  static let savedFormat = 1

  private enum Key: String, CodingKey {
    case format, id, caption, alternativeText, size, panels, columns, columnWidths, rowHeights
  }

  /// The figure that somebody saved.
  ///
  /// - Throws: `DecodingError`, also for a version that is not read here. Whether it can be drawn is found when it is.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let format = try values.decode(Int.self, forKey: .format)
    guard format == Figure.savedFormat else {
      throw DecodingError.dataCorruptedError(
        forKey: .format, in: values,
        debugDescription:
          "figures of format \(format) are not read by this version of Quire, only \(Figure.savedFormat)")
    }
    self.init(
      id: try values.decode(String.self, forKey: .id), caption: try values.decode(Markdown.self, forKey: .caption),
      alternativeText: try values.decode(String.self, forKey: .alternativeText),
      size: try values.decode(Size.self, forKey: .size), panels: try values.decode([Panel].self, forKey: .panels),
      columns: try values.decode(Int.self, forKey: .columns),
      columnWidths: try values.decodeIfPresent([Double].self, forKey: .columnWidths) ?? [],
      rowHeights: try values.decodeIfPresent([Double].self, forKey: .rowHeights) ?? [])
  }

  /// Writes everything that a drawing depends on.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(Figure.savedFormat, forKey: .format)
    try values.encode(id, forKey: .id)
    try values.encode(caption, forKey: .caption)
    try values.encode(alternativeText, forKey: .alternativeText)
    try values.encode(size, forKey: .size)
    try values.encode(panels, forKey: .panels)
    try values.encode(columns, forKey: .columns)
    if !columnWidths.isEmpty { try values.encode(columnWidths, forKey: .columnWidths) }
    if !rowHeights.isEmpty { try values.encode(rowHeights, forKey: .rowHeights) }
  }

  /// The figure as a file: the same figure gives the same bytes, and reading them gives a figure that is drawn the same.
  ///
  /// - Throws: `EncodingError` for a number that JSON cannot say; a figure that can be drawn has none.
  public func json() throws -> Data { try CanonicalJSON.encode(self, isCompact: true) }

  /// The figure in a file that `json()` wrote.
  ///
  /// - Throws: ``PlottingError/saved(figure:reason:)``.
  /// - Parameter name: What errors call it.
  public init(json: Data, name: String) throws(PlottingError) {
    do { self = try JSONDecoder().decode(Figure.self, from: json) } catch {
      throw .saved(figure: name, reason: CanonicalJSON.fault(error))
    }
  }
}
