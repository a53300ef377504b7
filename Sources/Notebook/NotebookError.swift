/// What goes wrong between a chapter and the disk.
public enum NotebookError: Error, Equatable, CustomStringConvertible {
  /// A chapter broke the rules of the frame.
  case chapter(slug: String, problem: String)
  /// A file or data set that a chapter comes from is not to be had.
  case input(name: String, problem: String)
  /// Another run is at work in the folder.
  case locked(path: String, owner: String)

  /// What, where, and what to do.
  public var description: String {
    switch self {
    case .chapter(let slug, let problem): "chapter \(slug): \(problem)"
    case .input(let name, let problem): "the input “\(name)” \(problem)"
    case .locked(let path, let owner):
      "\(path): another run is at work here (\(owner)); wait for it to end, or use --output-dir for a folder of its own"
    }
  }
}
