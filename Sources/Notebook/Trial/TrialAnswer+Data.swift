internal import Basics
public import Foundation

extension TrialAnswer: Encodable {
  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  /// Each table as a list of objects and each matrix as an object, by their names, and `remarks`.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    if !remarks.isEmpty { try object.encode(remarks, forKey: Key("remarks")) }
    for part in parts {
      switch part {
      case .text: break
      case .table(let table):
        var list = object.nestedUnkeyedContainer(forKey: Key(table.id))
        for row in table.rows {
          var entry = list.nestedContainer(keyedBy: Key.self)
          for (column, cell) in zip(table.columns, row) {
            switch cell {
            case .text(let text): try entry.encode(text, forKey: Key(column.key))
            case .integer(let number): try entry.encode(number, forKey: Key(column.key))
            case .number(let number): try entry.encode(number, forKey: Key(column.key))
            case .none: try entry.encodeNil(forKey: Key(column.key))
            }
          }
        }
      case .matrix(let matrix):
        var entry = object.nestedContainer(keyedBy: Key.self, forKey: Key(matrix.id))
        try entry.encode(matrix.rows, forKey: Key("rows"))
        try entry.encode(matrix.columns, forKey: Key("columns"))
        try entry.encode(matrix.values, forKey: Key("values"))
      }
    }
  }

  /// The answer as JSON, with keys in order and every number as exact as it is.
  public func json() throws -> Data { try CanonicalJSON.encode(self) }

  /// The first table or matrix as CSV, and the names of the others.
  ///
  /// - Throws: `SettingsError` for an answer without one.
  public func csv() throws -> (text: String, others: [String]) {
    for part in parts {
      switch part {
      case .text: continue
      case .table(let table):
        let rows = table.rows.map { $0.map(\.csv) }
        return (CSV.text(columns: table.columns.map(\.key), rows: rows), names.filter { $0 != table.id })
      case .matrix(let matrix):
        let rows = zip(matrix.rows, matrix.values).map { [CSV.Cell.text($0)] + $1.map(CSV.Cell.number) }
        return (CSV.text(columns: [""] + matrix.columns, rows: rows), names.filter { $0 != matrix.id })
      }
    }
    throw SettingsError(["--csv: the answer has no table; leave --csv out"])
  }
}

extension TrialTable.Cell {
  fileprivate var csv: CSV.Cell {
    switch self {
    case .text(let text): .text(text)
    case .integer(let number): .integer(number)
    case .number(let number): .number(number)
    case .none: ""
    }
  }
}
