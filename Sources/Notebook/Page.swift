public import Basics
public import Foundation
public import Plotting
internal import Synchronization

/// What a chapter writes on while it runs: text, figures and tables in reading order, and files beside them.
///
/// Everything lands in a folder that takes the chapter's place only when the chapter has ended well.
public struct Page: Sendable {
  /// The chapter's name.
  public let slug: String
  /// The seed of everything random in this chapter.
  public let seed: Int
  /// How many threads the chapter may use; no result may depend on it.
  public let threads: Int

  let cache: @Sendable (String) throws -> URL
  let kept: KeptResults
  let workplace: URL
  let located: [String: LocatedInput]
  let sections: ShownSections
  let toolVersion: String
  let progress: any ProgressReporter
  let cancellation: Cancellation
  /// Why inputs that the chapter declared are not there, by name; only where it may still do without them.
  var absent: [String: String] = [:]
  /// The sum of what an input consists of.
  var sum: @Sendable (LocatedInput) throws -> String = { try $0.sum() }

  private(set) var blocks: [Block] = []
  private(set) var summary: Markdown = ""
  private(set) var conclusion: Markdown = ""
  private(set) var provenance: [Markdown] = []
  private(set) var substitutions: [Markdown] = []
  private(set) var leftOut: [LeftOut] = []
  private(set) var attachments: [String] = []
  private var names: Set<String> = []
  private var viewFiles: Set<String> = []
  private var figures: [(position: Int, figure: Figure)] = []
  /// The section that is being written, where the settings leave it out.
  private var skipped: String?

  init(
    slug: String, seed: Int, threads: Int, cache: @escaping @Sendable (String) throws -> URL, kept: KeptResults,
    workplace: URL, located: [String: LocatedInput], sections: ShownSections, toolVersion: String,
    progress: any ProgressReporter, cancellation: Cancellation
  ) {
    self.slug = slug
    self.seed = seed
    self.threads = threads
    self.cache = cache
    self.kept = kept
    self.workplace = workplace
    self.located = located
    self.sections = sections
    self.toolVersion = toolVersion
    self.progress = progress
    self.cancellation = cancellation
  }

  /// A file or data set that the chapter declared in `inputs`.
  ///
  /// - Throws: `NotebookError.chapter` for one that it did not declare: its change would go unnoticed.
  public func input(_ name: String) throws -> LocatedInput {
    guard let input = located[name] else {
      if let reason = absent[name] { throw SettingsError([reason]) }
      throw NotebookError.chapter(slug: slug, problem: "uses the input “\(name)” without declaring it in inputs(_:)")
    }
    return input
  }

  /// A file or data set that the chapter declared in `optionalInputs`; `nil` where it is not at hand.
  public func optionalInput(_ name: String) -> LocatedInput? { located[name] }

  /// The sum of all that an input consists of: its files with their names, and where it came from.
  public func sum(of input: LocatedInput) throws -> String { try sum(input) }

  /// The place of a file that only saves time, that no output contains and that may be gone at the next run.
  ///
  /// - Throws: `FileError` where something lies there that is not Quire's.
  public func cacheFile(_ name: String) throws -> URL { try cache(name) }

  /// A value that is dear to work out: as an earlier run kept it, or worked out now and kept for the next.
  ///
  /// - Parameters:
  ///   - kind: What it is, in lower-case words and hyphens.
  ///   - parts: All that it comes from, by name: what changes any of it gives another value. `nil` where nobody can say, and
  ///     nothing is kept.
  ///   - fits: Whether what was kept can be what is wanted: its size, say.
  ///   - make: Works it out.
  public func kept<Value: Keepable>(
    _ kind: String, from parts: [String: String]?, fits: (Value) -> Bool = { _ in true }, make: () throws -> Value
  ) throws -> Value {
    guard let parts else { return try make() }
    let (value, wasKept, problem) = try kept.value(kind, from: parts, fits: fits, make: make)
    if wasKept { report("taking \(kind) from an earlier run") }
    if let problem {
      progress.warn(slug, "\(kind) could not be kept for the next run, which will work it out again: \(problem)")
    }
    return value
  }

  /// Keeps a value for trials and later runs, unless it lies there already.
  ///
  /// - Parameters:
  ///   - kind: What it is, in lower-case words and hyphens.
  ///   - parts: All that it comes from, by name.
  public func keep<Value: Keepable>(_ kind: String, from parts: [String: String], make: () throws -> Value) throws {
    guard let problem = try kept.keep(kind, from: parts, make: make) else { return }
    progress.warn(slug, "\(kind) could not be kept for later: \(problem)")
  }

  /// Begins a section that the chapter declared: what follows is left out where the settings do so, but for questions and
  /// warnings.
  public mutating func section(_ id: String) {
    guard let section = sections.all.first(where: { $0.id == id }) else {
      preconditionFailure("the section “\(id)” is not declared by chapter “\(slug)”")
    }
    skipped = includes(id) ? nil : id
    write("## \(section.title)")
  }

  /// Whether the report shows a section, so that what only it shows need not be worked out.
  public func includes(_ id: String) -> Bool { sections.shown.contains(id) }

  /// Adds prose; headings start at level two.
  public mutating func write(_ markdown: Markdown) { add(.markdown(markdown)) }

  /// Adds the formula of a measure, for who asks for it.
  ///
  /// - Parameters:
  ///   - title: What it defines, as plain text.
  ///   - tex: The formula as TeX, without delimiters.
  public mutating func formula(_ title: String, _ tex: String) { add(.formula(FormulaBlock(title: title, tex: tex))) }

  private mutating func add(_ block: Block) {
    if skipped == nil { blocks.append(block) }
  }

  /// Whether a figure or a table goes with its section.
  private mutating func isLeftOut(_ kind: String, _ id: String) -> Bool {
    guard let skipped else { return false }
    leftOut.append(LeftOut(kind: kind, id: id, section: skipped))
    return true
  }

  /// Adds a figure, which is drawn into the chapter's folder when the chapter has ended: then all threads are free for it.
  ///
  /// - Parameter view: What it is on a screen beyond its image.
  /// - Throws: `NotebookError.chapter` where the caption or the alternative text is missing or the id is taken, or where the view
  ///   names data that the page has not written, and `PlottingError` for what cannot be drawn.
  public mutating func figure(_ figure: Figure, view: FigureView? = nil) throws {
    try claim(figure.id, kind: "figure")
    if let name = [view?.data, view?.further].compactMap(\.self).first(where: { !viewFiles.contains($0) }) {
      throw NotebookError.chapter(slug: slug, problem: "figure “\(figure.id)” shows “\(name)”, which was not written")
    }
    guard !figure.caption.isEmpty, !figure.alternativeText.isEmpty else {
      throw NotebookError.chapter(slug: slug, problem: "figure “\(figure.id)” needs a caption and an alternative text")
    }
    try figure.check()
    if isLeftOut("figure", figure.id) { return }
    figures.append((blocks.count, figure))
    blocks.append(
      .figure(
        FigureBlock(
          id: figure.id, file: "figures/\(figure.id).png", view: view, width: figure.size.width,
          height: figure.size.height, caption: figure.caption, alternativeText: figure.alternativeText)))
  }

  /// Writes what views show.
  ///
  /// - Returns: The file, for `FigureView`.
  /// - Throws: `NotebookError.chapter` where the name is taken, `FileError`.
  public mutating func viewData(_ data: ViewData, named name: String) throws -> String {
    try claim(name, kind: "view")
    let file = "views/\(name).view"
    try save(data.file(), as: file)
    viewFiles.insert(file)
    return file
  }

  /// Removes the data of views that no figure shows, as where the figure is left out.
  func removeUnusedViews() throws {
    let used = Set(
      blocks.flatMap { block -> [String] in
        guard case .figure(let figure) = block, let view = figure.view else { return [] }
        return [view.data, view.further].compactMap(\.self)
      })
    for file in viewFiles.subtracting(used) { try FileSystem.remove(workplace.appending(path: file)) }
  }

  /// What a figure needs while its files are made, in bytes.
  private static let memoryOfFigure = 100 << 20

  /// Draws the figures, on all threads.
  ///
  /// - Throws: What drawing or writing threw first, in the order of the page.
  mutating func drawFigures() throws {
    guard !figures.isEmpty else { return }
    report("drawing \(figures.count) figures")
    let drawn = Mutex<[Int: Result<FigureFiles, any Error>]>([:])
    // Where memory is short, one after another: pixels, drawing and WebP of a figure take up to 100 MB while they are made.
    let room = AddressSpace.left.map { $0 / Self.memoryOfFigure } ?? threads
    WorkerPool(max(1, min(threads, figures.count, room))).forEach(figures.count) { index, _ in
      let result = Result {
        try checkCancellation()
        return try FigureFiles(
          drawing: figures[index].figure, of: slug, toolVersion: toolVersion, into: workplace)
      }
      drawn.withLock { $0[index] = result }
    }
    for (index, (position, _)) in figures.enumerated() {
      guard let files = try drawn.withLock({ $0[index] })?.get(), case .figure(var block) = blocks[position] else {
        continue
      }
      (block.value, block.vector, block.web, block.dark) = (files.value, files.vector, files.web, files.dark)
      blocks[position] = .figure(block)
    }
    figures = []
  }

  /// Adds a numbered table of plain text.
  public mutating func table(id: String, caption: Markdown, columns: [TableBlock.Column], rows: [[String]]) throws {
    try claim(id, kind: "table")
    if let index = rows.firstIndex(where: { $0.count != columns.count }) {
      throw NotebookError.chapter(
        slug: slug,
        problem: "table “\(id)” has \(columns.count) columns, but its row \(index) has \(rows[index].count) cells")
    }
    if isLeftOut("table", id) { return }
    blocks.append(.table(TableBlock(id: id, caption: caption, columns: columns, rows: rows)))
  }

  /// Adds source text.
  public mutating func code(_ text: String, language: String = "", title: String? = nil, isFolded: Bool = false) {
    add(.code(CodeBlock(text, language: language, title: title, isFolded: isFolded)))
  }

  /// Adds a remark set apart.
  public mutating func callout(_ kind: Callout.Kind, title: String? = nil, _ text: Markdown) {
    add(.callout(Callout(kind, title: title, text)))
  }

  /// Warns of what the report must be read with: in a remark set apart, and in a line to whoever runs it.
  ///
  /// - Parameters:
  ///   - title: The title of the remark.
  ///   - text: The remark.
  ///   - line: The same as one line of plain text.
  public mutating func warn(title: String, _ text: Markdown, line: String) {
    blocks.append(.callout(Callout(.warning, title: title, text)))
    progress.warn(slug, line)
  }

  /// Tells whoever runs the chapter, and not its readers, what cannot wait until it has ended.
  public func tell(_ line: String) { progress.warn(slug, line) }

  /// Marks the place of a question; questions without a place follow at the end of the chapter.
  public mutating func question(_ id: String) { blocks.append(.question(id)) }

  /// Says in a sentence or two what the chapter does, below its title.
  public mutating func summarise(_ markdown: Markdown) { summary = markdown }

  /// Says in a sentence or two what the chapter found, for the report's conclusion.
  public mutating func conclude(_ markdown: Markdown) { conclusion = markdown }

  /// Says what stands in for what the assignment asks for: to the reader on the first page, and to whoever runs the report in a
  /// line that tells what to do about it.
  ///
  /// - Parameters:
  ///   - markdown: One or two sentences for the reader.
  ///   - line: The same for the author, as one line of plain text with the commands that help.
  public mutating func substitute(_ markdown: Markdown, line: String) {
    substitutions.append(markdown)
    progress.warn(slug, line)
  }

  /// Says what the chapter was computed from, for the cover.
  public mutating func cite(_ markdown: Markdown) { provenance.append(markdown) }

  /// Saves a file that the submission carries.
  public mutating func attach(_ bytes: some ContiguousBytes, as name: String) throws {
    try checkAttachment(name)
    try save(bytes, as: "attachments/\(name)")
    attachments.append("attachments/\(name)")
  }

  /// Makes a file that the submission carries, by a writer that takes its place.
  public mutating func attach(as name: String, writing: (URL) throws -> Void) throws {
    try checkAttachment(name)
    let file = workplace.appending(path: "attachments/\(name)")
    try FileSystem.makeFolder(file.deletingLastPathComponent())
    try writing(file)
    attachments.append("attachments/\(name)")
  }

  /// Tells whoever waits how far the chapter is.
  ///
  /// - Parameters:
  ///   - stage: What it is at.
  ///   - fraction: How much of that is done, from 0 to 1, where that is known.
  ///   - detail: A figure worth watching.
  public func report(_ stage: String, fraction: Double? = nil, detail: String = "") {
    progress.update(slug, ProgressUpdate(stage: stage, fraction: fraction, detail: detail))
  }

  /// Whether somebody wants the run to end.
  public var isCancelled: Bool { cancellation.isCancelled }

  /// A reporter for work that runs apart from the page.
  public var reporter: @Sendable (String, Double?, String) -> Void {
    let (slug, progress) = (slug, progress)
    return { progress.update(slug, ProgressUpdate(stage: $0, fraction: $1, detail: $2)) }
  }

  /// Ends the run here when somebody wants it to end.
  public func checkCancellation() throws { try cancellation.check() }

  /// Does work that saves what it has when the run is to end: whoever wants it to end waits a little longer for it.
  public func saving<Value>(_ body: () throws -> Value) rethrows -> Value { try cancellation.saving(body) }

  private func save(_ bytes: some ContiguousBytes, as name: String) throws {
    let file = workplace.appending(path: name)
    try AtomicFile.write(bytes, to: file)
  }

  /// Refuses names that lead out of the chapter's folder, and hidden ones, which no submission carries.
  private func checkAttachment(_ name: String) throws {
    let steps = name.split(separator: "/", omittingEmptySubsequences: false)
    guard steps.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }) else {
      throw NotebookError.chapter(
        slug: slug, problem: "the attachment “\(name)” must be a file name, or a path of names that start with no dot")
    }
  }

  private mutating func claim(_ id: String, kind: String) throws {
    guard isSlug(id) else {
      throw NotebookError.chapter(slug: slug, problem: "the \(kind)'s id “\(id)” must be lower-case words and hyphens")
    }
    guard names.insert(kind + " " + id).inserted else {
      throw NotebookError.chapter(slug: slug, problem: "has two \(kind)s with the id “\(id)”")
    }
  }
}
