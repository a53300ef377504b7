/// What a figure is on a screen beyond its image: a view that its reader can work with, and whose image serves everywhere else.
///
/// Views that name the same data file share what is chosen in them.
public struct FigureView: Codable, Sendable, Equatable {
  /// What a link to the view may say of one parameter: `layer=5`, `token=water`.
  public enum Parameter: Codable, Sendable, Equatable {
    /// A number from 0 to below this one.
    case count(Int)
    /// Several such numbers with full stops between: `0.3.5`.
    case counts(Int)
    /// One of these names, or the place of one, counted from 0: `12`, or `@12`, which is no name.
    case names([String])
    /// A share from 0 to 1.
    case share
    /// Any text of at most so many letters, for what a reader types.
    case text(Int)

    /// Whether a link may say `value`.
    package func allows(_ value: String) -> Bool {
      switch self {
      case .count(let count): Int(value).map { (0..<count).contains($0) && String($0) == value } ?? false
      case .counts(let count):
        value.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
          Parameter.count(count).allows(String($0))
        }
      case .names(let names):
        names.contains(value)
          || Parameter.count(names.count).allows(String(value.hasPrefix("@") ? value.dropFirst() : value[...]))
      case .share: Double(value).map { (0...1).contains($0) } ?? false
      case .text(let most): value.count <= most
      }
    }
  }

  /// The kind, by which the page finds the program that shows it: `attention-head`.
  public var kind: String
  /// The file with what it shows, relative to the chapter's folder: a `ViewData`.
  public var data: String
  /// A second such file that is read only when it is wanted.
  public var further: String?
  /// What the view starts with.
  public var options: [String: String]
  /// What a link to a state of it may name, and each one's values.
  public var parameters: [String: Parameter]

  /// A view of a kind on a data file that `Page.viewData(_:named:)` has written.
  public init(
    kind: String, data: String, further: String? = nil, options: [String: String] = [:],
    parameters: [String: Parameter] = [:]
  ) {
    self.kind = kind
    self.data = data
    self.further = further
    self.options = options
    self.parameters = parameters
  }
}

extension FigureView {
  /// What is wrong with a view that was read from disk, as the end of a sentence; `nil` where nothing is.
  var fault: String? {
    guard kind.wholeMatch(of: /[a-z0-9-]{1,60}/) != nil else { return "has a view of the kind “\(kind)”" }
    let keys = Array(options.keys) + parameters.keys
    guard let key = keys.sorted().first(where: { $0.wholeMatch(of: /[A-Za-z0-9_-]{1,40}/) == nil }) else { return nil }
    return "has a view with a parameter “\(key)”"
  }
}
