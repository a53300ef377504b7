internal import Basics

/// What a trial answers: texts, tables and matrices, the same for a terminal, as JSON and as CSV.
public struct TrialAnswer: Sendable {
  /// A piece of an answer.
  public enum Part: Sendable {
    /// A sentence.
    case text(String)
    /// Rows and columns.
    case table(TrialTable)
    /// Numbers from 0 to 1 by row and column.
    case matrix(TrialMatrix)
  }

  /// What is answered, in that order.
  public var parts: [Part]
  /// What has to be known beside the answer.
  public var remarks: [String] = []
  /// What the report's settings would say for it: what `--save` writes.
  public var choices: [SettingChoice] = []
  /// Why there is nothing to save, where `choices` is empty.
  public var reasonNotToSave = "there is no setting that holds this question"

  /// An answer of tables.
  public init(_ tables: TrialTable...) { parts = tables.map(Part.table) }

  /// An answer of any parts.
  public init(parts: [Part]) { self.parts = parts }

  /// The names of what has one: tables and matrices.
  public var names: [String] {
    parts.compactMap {
      switch $0 {
      case .text: nil
      case .table(let table): table.id
      case .matrix(let matrix): matrix.id
      }
    }
  }

  /// The table or matrix of a name alone.
  ///
  /// - Throws: `SettingsError` where there is none.
  public func part(named name: String) throws -> TrialAnswer {
    let found = parts.filter {
      switch $0 {
      case .text: false
      case .table(let table): table.id == name
      case .matrix(let matrix): matrix.id == name
      }
    }
    guard !found.isEmpty else {
      throw SettingsError(["--table: the answer has no “\(name)”\(suggestion(for: name, among: names))"])
    }
    var answer = self
    answer.parts = found
    return answer
  }
}

/// A table of an answer: numbers with all their digits, which a terminal shows rounded.
public struct TrialTable: Sendable, Equatable {
  /// What stands in a cell.
  public enum Cell: Sendable, Equatable {
    case text(String)
    case integer(Int)
    case number(Double)
    case none

    /// A number, or nothing where there is none.
    public static func optional(_ number: Double?) -> Cell { number.map(Cell.number) ?? .none }
  }

  /// A column.
  public struct Column: Sendable, Equatable {
    /// How a terminal writes its numbers.
    public enum Form: Sendable, Equatable {
      /// As they are.
      case plain
      /// With so many decimals.
      case fixed(Int)
      /// As a percentage with so many decimals.
      case percent(Int)
    }

    /// What stands above it.
    public let name: String
    /// What it is called in JSON and CSV.
    public let key: String
    /// How a terminal writes its numbers.
    public let form: Form
    /// The number of a full bar beside it; nil for no bars.
    public let fullBar: Double?

    /// A column; called by its name in JSON and CSV too, unless said.
    public init(_ name: String, key: String? = nil, _ form: Form = .plain, fullBar: Double? = nil) {
      (self.name, self.key, self.form, self.fullBar) = (name, key ?? name, form, fullBar)
    }
  }

  /// Its name in JSON.
  public let id: String
  /// What a terminal shows above it; empty for nothing.
  public let title: String
  /// Its columns.
  public let columns: [Column]
  /// Its rows, a cell for each column.
  public let rows: [[Cell]]

  /// A table.
  public init(_ id: String, title: String = "", columns: [Column], rows: [[Cell]]) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "a cell for each column")
    (self.id, self.title, self.columns, self.rows) = (id, title, columns, rows)
  }
}

/// Numbers from 0 to 1 by row and column, such as what tokens attend to.
public struct TrialMatrix: Sendable, Equatable {
  /// Its name in JSON.
  public let id: String
  /// What a terminal shows above it.
  public let title: String
  /// The names of its rows and columns.
  public let rows, columns: [String]
  /// The numbers, row by row.
  public let values: [[Double]]

  /// A matrix.
  public init(_ id: String, title: String, rows: [String], columns: [String], values: [[Double]]) {
    precondition(values.count == rows.count && values.allSatisfy { $0.count == columns.count }, "a number each")
    (self.id, self.title, self.rows, self.columns, self.values) = (id, title, rows, columns, values)
  }
}
