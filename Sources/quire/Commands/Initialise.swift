import ArgumentParser
import Basics
import Foundation
import Notebook
import Workflow

/// `quire init`: a new report folder with settings and a place for every answer.
struct Initialise: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a new report folder under reports/.",
    discussion: """
      On a terminal it asks for what it is not told: the name, the cover, the chapters and what each is about. A picture that is \
      named comes along. --answers takes answers that were written elsewhere, in Markdown with the questions as headings.

      Example: quire init mine --chapters embeddings,attention
      """)

  @Argument(help: "The report's name: lower-case words and hyphens.")
  var name: String?

  @Option(
    help: "The chapters, as in --chapters embeddings,attention; all without it.",
    completion: .custom { words, _, typed in Completions.list(.chapters, words, typed) })
  var chapters: String?

  @Option(help: "The title on the cover.")
  var title: String?

  @Option(help: "The course.")
  var course: String?

  @Option(help: "The author's name.")
  var author: String?

  @Option(name: .customLong("id"), help: "The student's number or another identifier.")
  var identifier: String?

  @Option(
    help: ArgumentHelp("Answers in Markdown, each below its question as a heading.", valueName: "file"),
    completion: .file(extensions: ["md", "markdown"]))
  var answers: String?

  @Flag(name: [.short, .long], help: "Ask nothing; what is not said stays as it is.")
  var yes = false

  /// What the report is called where nobody says.
  private static let usualName = "mine"

  func run() throws {
    var request = InitialiseRequest(name ?? Self.usualName, chapters: chapters.map(Console.list))
    if let title { request.cover.title = title }
    if let course { request.cover.course = course }
    if let author { request.cover.author = author }
    if let identifier { request.cover.identifier = identifier }
    request.answers = answers
    if !yes, Interview.isPossible {
      do { try ask(&request) } catch is Interview.Ended {
        // What was asked last stands on the line still.
        Console.diagnose("")
        throw Console.exit(.interrupted, "nothing was made")
      }
    } else if name == nil, !yes {
      throw Console.exit(.wrongSettings, "says no name for the report; `quire init mine` makes reports/mine")
    }
    let made = try Console.perform(request)
    let folder = FileSystem.shown(made.folder)
    for answer in made.taken { Console.diagnose("line \(answer.line) answers \(answer.name)") }
    for file in made.files { Console.diagnose("copied \(file) to \(folder)") }
    Console.say("made \(folder); render it with quire render --report \(folder)")
  }

  /// Asks for what is not said.
  private func ask(_ request: inout InitialiseRequest) throws {
    let interview = Interview()
    Console.diagnose("an empty line takes what stands in brackets; Ctrl-D ends, and nothing is made")
    if name == nil {
      request.name = try interview.ask("the report's name", standard: Self.usualName) {
        InitialiseRequest.fault(ofName: $0, in: .ofProcess)
      }
    } else if let fault = InitialiseRequest.fault(ofName: request.name, in: .ofProcess) {
      throw Console.exit(.wrongSettings, fault)
    }
    if title == nil { request.cover.title = try interview.ask("title", standard: request.cover.title) }
    if course == nil { request.cover.course = try interview.ask("course") }
    if author == nil { request.cover.author = try interview.ask("your name", standard: request.cover.author) }
    if identifier == nil { request.cover.identifier = try interview.ask("your identifier") }
    if chapters == nil {
      let all = RenderRequest.chapterNames.joined(separator: ", ")
      request.chapters = Console.list(
        try interview.ask("chapters", standard: all) { InitialiseRequest.fault(ofChapters: Console.list($0)) })
    }
    try askFirstSettings(&request, interview)
    if answers == nil {
      let file = try interview.ask("answers that are written already (a Markdown file, or nothing)") { path in
        path.isEmpty || FileKind(of: URL(filePath: path), followingLinks: true) == .file
          ? nil : "\(path): is no file"
      }
      if !file.isEmpty { request.answers = file }
    }
  }

  /// Asks what each chapter is about; what was typed of one is judged together, since a picture needs what is true of it.
  private func askFirstSettings(_ request: inout InitialiseRequest, _ interview: Interview) throws {
    let slugs = request.chapters ?? RenderRequest.chapterNames
    for slug in slugs {
      let settings: [InitialiseRequest.FirstSetting]
      do { settings = try InitialiseRequest.firstSettings(of: [slug]) } catch {
        throw Console.exit(.wrongSettings, "\(error)")
      }
      while true {
        var chosen: [SettingChoice] = []
        for setting in settings.map(\.setting) {
          Console.diagnose("\(slug): \(setting.meaning)")
          let several = setting.kind == .texts ? ", separated by commas or semicolons" : ""
          let standard = setting.standard
          let text = try interview.ask("\(setting.name)\(several)", standard: standard)
          guard !text.isEmpty, text != standard, let value = SettingChoice.Value(typed: text, for: setting.kind) else {
            continue
          }
          chosen.append(SettingChoice(setting.name, value))
        }
        if let fault = InitialiseRequest.fault(of: chosen, in: slug, .ofProcess) {
          Console.diagnose(fault)
          continue
        }
        request.choices += chosen.map { (slug, $0) }
        break
      }
    }
  }
}
