internal import Basics
import Foundation
import Notebook

/// Makes a `Book` of what lies on disk.
///
/// Two passes: the first numbers figures, tables, questions and sections, the second resolves the texts that refer to
/// them. Every fault of every text is collected before any is thrown.
struct Stitcher {
  let reader: ReportReader
  let settings: ReportSettings
  let wording: Wording
  let loaded: [Loaded]
  var problems: [RenderingError.Problem] = []
  var remarks: [RenderingError.Problem] = []
  var formulas = ReportFormulas()
  var anchors = Anchors()
  var targets: [String: [String: Resolver.Target]] = [:]
  var views: [String: BookView] = [:]
  private var prepared: [String: [PreparedText]] = [:]
  private var answers: [String: (source: MarkdownSource?, state: AnswerState)] = [:]
  var surveys: [String: AnswerSurvey] = [:]
  /// Citations as they are set.
  var citations: [Citation: Markdown] = [:]
  /// Why they are set in a plainer form, where that is so.
  var citationFailure: String?
  private var results: [String: Data] = [:]
  private let pictures = Pictures()
  private var footnoteScopes: Set<String> = []
  private var media: [UTF8Key: URL] = [:]
  private var local: [UTF8Key: URL] = [:]
  private var innerLinks: [TextRewriter.InnerLink] = []
  private var resolver = Resolver(results: [:], targets: [:])
  /// The texts of the answers, by chapter and question.
  private var texts: [String: String] = [:]
  /// What was read of answers and results; nothing of a chapter whose latest run failed.
  /// What each chapter left, as it was read for the report.
  var outputs: [String: ChapterOutput] {
    loaded.reduce(into: [:]) { outputs, chapter in
      outputs[chapter.slug] = ChapterOutput(
        document: chapter.document, results: resolver.results[chapter.slug].flatMap(\.self))
    }
  }

  var sources: AnswerReading.Sources {
    var results = resolver.results
    for chapter in loaded where chapter.failure != nil { results[chapter.slug] = .some(nil) }
    return AnswerReading.Sources(results: results, texts: texts)
  }

  /// A chapter's text, and the identifiers of its headings.
  private struct PreparedText {
    var source: MarkdownSource
    var ids: [String]
  }

  /// A chapter as it was found.
  struct Loaded {
    var input: ChapterInput
    var document: ChapterDocument?
    var failure: ChapterFailure?
    var number: String?

    var slug: String { input.slug }
    var title: String { document?.title ?? input.title }
    var questions: [Question] { document?.questions ?? input.questions }
    var blocks: [Block] {
      let blocks = document?.blocks ?? []
      let placed = Set(blocks.compactMap { if case .question(let id) = $0 { id } else { nil } })
      return blocks + questions.filter { !placed.contains($0.id) }.map { .question($0.id) }
    }
  }

  /// Reads the chapters; throws a `RenderingError` for those that cannot be read.
  init(reader: ReportReader, settings: ReportSettings, chapters: [ChapterInput]) throws {
    self.reader = reader
    self.settings = settings
    wording = Wording.of(settings.language)
    var problems: [RenderingError.Problem] = []
    var loaded: [Loaded] = []
    for input in chapters {
      do {
        loaded.append(
          Loaded(input: input, document: try reader.document(input.slug), failure: try reader.failure(input.slug)))
      } catch let error as RenderingError {
        problems += error.problems
      }
    }
    if !problems.isEmpty { throw RenderingError(problems) }
    let sections = loaded.map { $0.document?.assignmentSection ?? $0.input.assignmentSection }
    let hasAssignmentNumbers = sections.contains { $0 != nil }
    for index in loaded.indices {
      loaded[index].number =
        hasAssignmentNumbers ? sections[index] : settings.numberSections ? String(index + 1) : nil
    }
    self.loaded = loaded
  }

  /// The book; throws a `RenderingError` with every fault there is.
  ///
  /// - Parameters:
  ///   - setter: What sets the formulas; without one they stay TeX.
  ///   - setting: What sets citations.
  mutating func stitch(date: String, formulas setter: FormulaSetter?, citations setting: CitationSetting) throws -> Book
  {
    // Claims decide what there is to number.
    resolver = Resolver(results: try readResults(), targets: [:], wording: wording)
    number()
    let bibliography = try setCitations(
      of: citingTexts(),
      loaded.flatMap { chapter in
        chapter.blocks.compactMap { if case .question(let id) = $0 { "\(chapter.slug)/\(id)" } else { nil } }
      }, setting)
    resolver.targets = targets
    for chapter in loaded {
      for thing in chapter.document?.leftOut ?? [] {
        resolver.leftOut["\(thing.kind):\(chapter.slug)/\(thing.id)"] = thing.section
      }
    }
    resolver.equations = formulas.equations
    resolver.views = views
    var counts = Counts()
    var chapters = loaded.map { chapter($0, &counts) }
    if let conclusion = conclusion() { chapters.append(conclusion) }
    if let bibliography { chapters.append(bibliography) }
    let provenance = statements("provenance", \.provenance)
    let substitutions = statements("substitutions", \.substitutions)
    checkInnerLinks()
    checkMedia()
    let set = try setter.map { try formulas.set(by: $0) }
    problems += set?.problems ?? []
    if !problems.isEmpty { throw RenderingError(problems) }
    tellPlaces()
    return Book(
      settings: settings, wording: wording, date: date, provenance: provenance,
      substitutions: substitutions, chapters: chapters,
      answers: answerRows(), media: media, images: images(of: chapters), hasFormulas: !formulas.all.isEmpty,
      formulas: set?.set ?? [:], formulaFailure: set?.failure, citationFailure: citationFailure, remarks: remarks)
  }

  /// Every question and how far its answer has come, as it was found when it was stitched in.
  private func answerRows() -> [AnswerRow] {
    loaded.flatMap { chapter in
      chapter.questions.map { question in
        let state = answers["\(chapter.slug)/\(question.id)"]?.state ?? .missing
        return AnswerRow(question, of: chapter.slug, chapter.title, state, in: reader.folder)
      }
    }
  }

  /// Every image of the chapters, by its path beside the report.
  private func images(of chapters: [BookChapter]) -> [UTF8Key: Picture] {
    var images: [UTF8Key: Picture] = [:]
    for chapter in chapters {
      for case .figure(let figure) in chapter.pieces {
        images[UTF8Key(figure.path)] = pictures.picture(at: figure.file)
      }
      for link in chapter.prose.flatMap({ LinkVisitor.links(in: $0.document) }) where link.isImage {
        let path = UTF8Key(LinkDestination.path(of: link.url) ?? link.url)
        if let file = media[path] ?? local[path] { images[path] = pictures.preparedPicture(at: file) }
      }
    }
    return images
  }

  /// Refuses links to places that are not in the report.
  private mutating func checkInnerLinks() {
    let dead = innerLinks.filter { !anchors.taken.contains($0.anchor) && !leadsToView($0.anchor) }
    guard !dead.isEmpty else { return }
    let places = anchors.taken.sorted()
    for link in dead.prefix(TextRewriter.mostProblems) {
      let place = link.place
      problems.append(
        .init(
          file: link.file, line: place.line, column: place.column,
          message: "there is no place “#\(link.anchor)” in the report" + suggestion(for: link.anchor, among: places)))
    }
    if let link = dead.dropFirst(TextRewriter.mostProblems).first {
      problems.append(.init(file: link.file, message: "there are more links to places that are not in the report"))
    }
  }

  /// Tells of pictures that say where they were taken.
  private mutating func tellPlaces() {
    let files = media.sorted { $0.key < $1.key }.map(\.value).filter {
      pictures.preparedPicture(at: $0)?.toldPlace == true
    }
    for file in files {
      remarks.append(
        .init(
          file: reader.display(file),
          message: "tells where it was taken; the report's copy does not, the file in answers still does"))
    }
  }

  /// Refuses more files of answers than one page can hold.
  private mutating func checkMedia() {
    let size = media.values.reduce(0) { size, file in
      var status = stat()
      return stat(file.path(percentEncoded: false), &status) == 0 ? size + Int(status.st_size) : size
    }
    guard size > Self.largestMedia else { return }
    problems.append(
      .init(
        file: reader.display(reader.folder.answers),
        message: "the answers' pictures and files have \(ByteCount.text(size)) together; at most "
          + "\(ByteCount.text(Self.largestMedia)) go into a report: save smaller copies"))
  }

  /// The most bytes that the files of all answers may have: 512 MiB.
  private static let largestMedia = 512 << 20

  // MARK: The first pass

  private mutating func number() {
    var counts = Counts()
    for name in ["contents", "completeness", "remarks", "main", "top"] { _ = anchors.take(name) }
    for chapter in loaded {
      let slug = chapter.slug
      let anchor = anchors.take(slug)
      let label =
        settings.numberSections || chapter.number != nil ? chapter.number.map { "\(wording.section) \($0)" } : nil
      target("section", slug, label ?? chapter.title, anchor)
      var sections = 0
      for block in chapter.blocks {
        switch block {
        case .figure(let figure):
          counts.figures += 1
          target(
            "figure", "\(slug)/\(figure.id)", "\(wording.figure) \(counts.figures)",
            anchors.take("figure-\(slug)-\(figure.id)"))
          views["\(slug)/\(figure.id)"] = figure.view.flatMap { view(of: $0, slug) }
        case .table(let table):
          counts.tables += 1
          target(
            "table", "\(slug)/\(table.id)", "\(wording.table) \(counts.tables)",
            anchors.take("table-\(slug)-\(table.id)"))
        case .question(let id):
          counts.questions += 1
          target(
            "question", "\(slug)/\(id)", "\(wording.question) \(counts.questions)",
            anchors.take("question-\(slug)-\(id)"))
          if let question = chapter.questions.first(where: { $0.id == id }) {
            survey(question, of: slug, &counts)
            numberEquations(of: MarkdownSource(question.prompt.source), in: "chapter \(slug)")
            let answer = read(question, of: slug)
            if let source = answer.source, answer.state == .answered {
              numberEquations(of: source, in: reader.display(reader.folder.answer(id, of: slug)))
            }
          }
        case .markdown(let text):
          let source = MarkdownSource(text.source, judging: claims(of: slug))
          tell(source.faults, in: "chapter \(slug)")
          let ids = numberHeadings(of: source, in: chapter, &sections)
          prepared[slug, default: []].append(PreparedText(source: source, ids: ids))
          numberEquations(of: source, in: "chapter \(slug)")
        case .callout(let callout): numberEquations(of: MarkdownSource(callout.text.source), in: "chapter \(slug)")
        case .formula, .code: break
        }
      }
    }
  }

  /// Numbers the figures and tables of an answer and takes the names of its headings.
  private mutating func survey(_ question: Question, of slug: String, _ counts: inout Counts) {
    let found = read(question, of: slug)
    guard let source = found.source, found.state == .answered else { return }
    let file = reader.display(reader.folder.answer(question.id, of: slug))
    var survey = AnswerSurvey(of: source, file: file)
    problems += survey.number(
      from: (counts.figures, counts.tables), in: wording, prefix: "\(slug)-\(question.id)", &anchors, &targets)
    counts.figures += survey.figures
    counts.tables += survey.tables
    surveys["\(slug)/\(question.id)"] = survey
  }

  /// Takes the identifiers of a text's headings from its source, so that they do not change with the values it quotes.
  private mutating func numberHeadings(
    of text: MarkdownSource, in chapter: Loaded, _ sections: inout Int
  ) -> [String] {
    guard let document = try? MarkdownParser.parse(text.bytes) else { return [] }
    return HeadingEditor.headings(of: document).map { heading in
      let name = Anchors.slug(heading.plainText)
      let id = anchors.take("\(chapter.slug)--\(name)")
      var label = heading.plainText
      if heading.isTopLevel, heading.level <= 2 {
        sections += 1
        if settings.numberSections, let number = chapter.number { label = "\(wording.section) \(number).\(sections)" }
      }
      target("section", "\(chapter.slug)/\(name)", label, id)
      return id
    }
  }

  /// Numbers the equations of a text that have a label.
  private mutating func numberEquations(of text: MarkdownSource, in file: String) {
    guard text.bytes.firstIndex(of: Array("\\label{".utf8), from: 0) != nil,
      let document = try? MarkdownParser.parse(text.bytes)
    else { return }
    for label in formulas.equations.take(document, &anchors) {
      let place = text.bytes.ranges(of: Array("\\label{\(label)}".utf8)).last.map { text.place(of: $0.lowerBound) }
      problems.append(.init(file: file, line: place?.line, message: "the label “\(label)” is given a second time"))
    }
  }

  private mutating func target(_ kind: String, _ name: String, _ label: String, _ anchor: String) {
    if targets[kind]?[name] == nil {
      targets[kind, default: [:]][name] = Resolver.Target(label: label, anchor: anchor)
    } else if kind != "section" {
      problems.append(.init(file: "chapter \(name.prefix { $0 != "/" })", message: "two are called \(kind) “\(name)”"))
    }
  }

  /// The results of every chapter that has output.
  private mutating func readResults() throws -> [String: JSONValue?] {
    var values: [String: JSONValue?] = [:]
    for chapter in loaded {
      let found = chapter.document == nil ? nil : try reader.results(chapter.slug)
      values[chapter.slug] = .some(found?.value)
      results[chapter.slug] = found?.data
    }
    return values
  }

  // MARK: The second pass

  private struct Counts {
    var figures = 0
    var tables = 0
    var questions = 0
  }

  /// Where a text stands: what its messages, links and headings go by.
  struct Place {
    var chapter: Loaded
    var file: String
    var links: LinkPolicy
    var footnotes: String
    /// The level of the report that a heading of level one gets at least.
    var topLevel: Int
  }

  private mutating func chapter(_ chapter: Loaded, _ counts: inout Counts) -> BookChapter {
    let slug = chapter.slug
    let file = reader.display(reader.folder.document(slug))
    func place(_ name: String) -> Place {
      Place(
        chapter: chapter, file: "\(file) \(name)",
        links: LinkPolicy(folder: reader.folder.chapter(slug), prefix: "chapters/\(slug)/"), footnotes: slug,
        topLevel: 3)
    }
    var result = BookChapter(
      slug: slug, title: chapter.title, number: chapter.number,
      anchor: targets["section"]?[slug]?.anchor ?? slug, notice: notice(of: chapter), pieces: [],
      results: results[slug])
    if let summary = chapter.document?.summary, !summary.isEmpty {
      result.summary = prose(summary, place("summary"))
    }
    var texts = prepared[slug]?[...] ?? []
    var sections = 0
    for (index, block) in chapter.blocks.enumerated() {
      let name = "block \(index + 1)"
      switch block {
      case .markdown:
        guard let text = texts.popFirst() else { continue }
        result.pieces.append(.prose(prose(text.source, place(name), ids: text.ids, sections: &sections)))
      case .figure(let figure):
        counts.figures += 1
        result.pieces.append(
          .figure(self.figure(figure, counts.figures, slug, place("\(name), caption of \(figure.id)"))))
      case .table(let table):
        counts.tables += 1
        result.pieces.append(
          .table(
            BookTable(
              id: table.id, number: counts.tables, label: "\(wording.table) \(counts.tables)",
              anchor: anchor("table", slug, table.id),
              caption: prose(table.caption, place("\(name), caption of \(table.id)")), columns: table.columns,
              rows: table.rows)))
      case .code(let code): result.pieces.append(.code(code))
      case .formula(let formula): result.pieces.append(.formula(self.formula(formula, place(name))))
      case .callout(let callout):
        result.pieces.append(.callout(kind: callout.kind, title: callout.title, prose(callout.text, place(name))))
      case .question(let id):
        counts.questions += 1
        if let question = question(id, chapter, counts.questions, place(name)) {
          result.pieces.append(.question(question))
        }
        counts.figures += surveys["\(slug)/\(id)"]?.figures ?? 0
        counts.tables += surveys["\(slug)/\(id)"]?.tables ?? 0
      }
    }
    return result
  }

  private func anchor(_ kind: String, _ slug: String, _ id: String) -> String {
    targets[kind]?["\(slug)/\(id)"]?.anchor ?? "\(kind)-\(slug)-\(id)"
  }

  private func notice(of chapter: Loaded) -> BookChapter.Notice? {
    let command = "quire render \(chapter.slug)"
    if let failure = chapter.failure {
      return BookChapter.Notice(
        title: wording.chapterFailed, text: wording.latestRunFailed,
        error: String(failure.message.map { $0.isNewline ? "\n" : $0 }),
        advice: chapter.document == nil ? wording.nothingEarlier : wording.earlierRunFollows)
    }
    guard chapter.document == nil else { return nil }
    return BookChapter.Notice(
      title: wording.chapterNotRun, text: "", error: nil, advice: wording.run(command))
  }

  private mutating func figure(_ figure: FigureBlock, _ number: Int, _ slug: String, _ place: Place) -> BookFigure {
    let file = reader.folder.chapter(slug).appending(path: figure.file)
    if case .failure(let failure) = Result(catching: { () throws(LinkPolicy.Failure) in
      try place.links.destination(figure.file)
    }) {
      problems.append(
        .init(file: place.file, message: "figure “\(figure.id)”: \(failure.message); run the chapter again"))
    } else if pictures.picture(at: file)?.pixels == nil {
      problems.append(
        .init(file: reader.display(file), message: "figure “\(figure.id)” is no PNG image; run chapter “\(slug)” again")
      )
    } else if let fault = pictures.picture(at: file)?.fault {
      problems.append(
        .init(file: reader.display(file), message: "\(file.lastPathComponent) \(fault); run chapter “\(slug)” again"))
    }
    if figure.alternativeText.trimmed().isEmpty {
      problems.append(.init(file: place.file, message: "figure “\(figure.id)” has no alternative text"))
    }
    /// What only saves bytes may be gone: then the image serves.
    func beside(_ name: String?) -> URL? {
      guard let name, case .file(_, let file)? = try? place.links.destination(name) else { return nil }
      return file
    }
    return BookFigure(
      id: figure.id, number: number, label: "\(wording.figure) \(number)", anchor: anchor("figure", slug, figure.id),
      path: "chapters/\(slug)/\(figure.file)", file: file, value: beside(figure.value), vector: beside(figure.vector),
      web: beside(figure.web), dark: beside(figure.dark), view: views["\(slug)/\(figure.id)"], width: figure.width,
      height: figure.height, caption: prose(figure.caption, place), alternativeText: figure.alternativeText)
  }

  private mutating func question(_ id: String, _ chapter: Loaded, _ number: Int, _ place: Place) -> BookQuestion? {
    guard let question = chapter.questions.first(where: { $0.id == id }) else {
      problems.append(
        .init(
          file: place.file,
          message: "there is no question “\(id)”" + suggestion(for: id, among: chapter.questions.map(\.id))))
      return nil
    }
    let path = "answers/\(chapter.slug)/\(id).md"
    let label = "\(wording.question) \(number)"
    var result = BookQuestion(
      number: number, label: label, opening: label + wording.colon, anchor: anchor("question", chapter.slug, id),
      title: question.title, points: question.points, prompt: prose(question.prompt, place), state: .missing,
      answer: nil, path: path)
    let file = reader.folder.answer(id, of: chapter.slug)
    let found = read(question, of: chapter.slug)
    result.state = found.state
    guard let source = found.source, result.state == .answered else { return result }
    result.answer = answer(
      source,
      Place(
        chapter: chapter, file: reader.display(file),
        links: LinkPolicy(folder: file.deletingLastPathComponent(), prefix: "media/\(chapter.slug)/"),
        footnotes: "\(chapter.slug)-\(id)", topLevel: 4), id)
    return result
  }

  /// The answer to a question and how far it has come; read once, wherever it is stitched in.
  private mutating func read(_ question: Question, of slug: String) -> (source: MarkdownSource?, state: AnswerState) {
    let name = "\(slug)/\(question.id)"
    if let known = answers[name] { return known }
    var found: (source: MarkdownSource?, state: AnswerState) = (nil, .missing)
    do {
      if let text = try reader.answer(question.id, of: slug) {
        texts[name] = text
        let source = MarkdownSource(answer: text, judging: claims(of: slug))
        tell(source.faults, in: reader.display(reader.folder.answer(question.id, of: slug)))
        found = (source, AnswerState.judge(source, to: question))
      }
    } catch let error as RenderingError {
      problems += error.problems
    } catch {
      problems.append(.init(file: reader.display(reader.folder.answer(question.id, of: slug)), message: "\(error)"))
    }
    answers[name] = found
    return found
  }

  /// What judges the claims of a chapter's texts and of its answers.
  func claims(of slug: String) -> MarkdownSource.Claims {
    let wording = wording
    return .init(judge: ClaimJudge(resolver: resolver, chapter: slug)) {
      Markdown("*(\(wording.notComputed($0)))*").source
    }
  }

  private mutating func tell(_ faults: [(line: Int, column: Int, message: String)], in file: String) {
    problems += faults.prefix(TextRewriter.mostProblems).map {
      .init(file: file, line: $0.line, column: $0.column, message: $0.message)
    }
  }

  // MARK: Texts

  /// A text of a chapter, as it stands in the report.
  mutating func prose(_ text: Markdown, _ place: Place) -> Prose {
    var sections = 0
    let source = MarkdownSource(text.source, judging: claims(of: place.chapter.slug))
    tell(source.faults, in: place.file)
    return prose(source, place, ids: nil, sections: &sections)
  }

  /// A text of a chapter: its headings go below the chapter's title, those of level two are numbered.
  private mutating func prose(_ text: MarkdownSource, _ place: Place, ids: [String]?, sections: inout Int) -> Prose {
    guard let (bytes, document) = rewrite(text, place) else {
      return Prose(markdown: "", document: .init())
    }
    let headings = HeadingEditor.headings(of: document)
    let known = ids.map { $0.count == headings.count ? $0 : [] } ?? []
    var edits: [HeadingEditor.Edit] = []
    for (index, heading) in headings.enumerated() {
      let level = min(6, max(place.topLevel, heading.level + 1))
      var edit = HeadingEditor.Edit(
        level: level,
        id: index < known.count
          ? known[index] : anchors.take("\(place.chapter.slug)--\(Anchors.slug(heading.plainText))"))
      if ids != nil, heading.isTopLevel, level == 3 {
        sections += 1
        if settings.numberSections, let number = place.chapter.number { edit.number = "\(number).\(sections)" }
      }
      edits.append(edit)
    }
    return Prose(
      markdown: EquationMarkdown.apply(
        formulas.equations, to: HeadingEditor.apply(edits, to: bytes, of: document)),
      document: HeadingEditor.apply(edits, to: document))
  }

  /// An answer: its headings go below the question's, keeping their order among themselves.
  private mutating func answer(_ source: MarkdownSource, _ place: Place, _ question: String) -> Prose? {
    var survey = surveys["\(place.chapter.slug)/\(question)"] ?? AnswerSurvey(of: source, file: place.file)
    survey.extensions.citations = citations
    for remark in ForeignSyntax.remarks(in: source, syntax: survey.extensions.syntax) {
      let place = (file: place.file, at: source.place(of: remark.offset))
      remarks.append(.init(file: place.file, line: place.at.line, column: place.at.column, message: remark.message))
    }
    guard let (bytes, parsed) = rewrite(source, place, survey.extensions) else { return nil }
    let document = survey.captioned(parsed)
    let headings = HeadingEditor.headings(of: document)
    let shift = place.topLevel - (headings.map(\.level).min() ?? 1)
    let edits = headings.map { heading in
      HeadingEditor.Edit(
        level: min(6, heading.level + shift),
        id: anchors.take("\(place.chapter.slug)--\(question)--\(Anchors.slug(heading.plainText))"))
    }
    return Prose(
      markdown: EquationMarkdown.apply(
        formulas.equations, to: HeadingEditor.apply(edits, to: bytes, of: document)),
      document: HeadingEditor.apply(edits, to: document))
  }

  private mutating func rewrite(
    _ source: MarkdownSource, _ place: Place, _ extensions: TextRewriter.Extensions? = nil
  ) -> ([UInt8], MarkdownDocument)? {
    var scope = place.footnotes
    var count = 1
    while source.mentionsFootnotes, !footnoteScopes.insert(scope).inserted {
      count += 1
      scope = "\(place.footnotes)-\(count)"
    }
    let rewriter = TextRewriter(
      resolver: resolver, links: place.links, chapter: place.chapter.slug, footnotePrefix: scope, file: place.file,
      extensions: extensions ?? citing(source))
    let result = rewriter.rewrite(source)
    problems += result.problems
    innerLinks += result.innerLinks
    for (path, file) in result.files {
      if path.string.hasPrefix("media/") { media[path] = file } else { local[path] = file }
    }
    do {
      let document = try MarkdownParser.parse(result.text)
      remarks += formulas.note(document, of: source, in: place.file)
      problems += LinkCheck(file: place.file, found: result, source: source, pictures: pictures).problems(in: document)
      return (result.text, formulas.equations.numbered(document))
    } catch let error as MarkdownParser.TooDeep {
      problems.append(
        .init(
          file: place.file, line: source.fileLine(of: error.line),
          message: "the text is nested more than \(MarkdownParser.deepestNesting) levels deep"))
    } catch {
      problems.append(.init(file: place.file, message: "\(error)"))
    }
    return nil
  }
}
