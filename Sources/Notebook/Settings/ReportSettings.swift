/// What `report.yml` says of the report as a whole.
public struct ReportSettings: Sendable, Equatable {
  /// The title on the cover.
  public var title = "Report"
  /// A line below the title.
  public var subtitle = ""
  /// The course that the report is handed in to.
  public var course = ""
  /// The authors, one or more.
  public var authors: [Author] = []
  /// Whether the report is to name no author, on its pages, in its files' metadata and in what is packed.
  public var isAnonymous = false
  /// How it is handed in.
  public var submission = SubmissionSettings()
  /// The date on the cover, as the author writes it; without one, the day of `SOURCE_DATE_EPOCH` or none.
  public var date = ""
  /// The language of the text, as a BCP 47 tag.
  public var language = "en"
  /// The chapters, in order.
  public var chapters: [String] = []
  /// A style sheet of the report's own, a file in its folder that comes after Quire's; none where empty.
  public var style = ""
  /// Whether the HTML file carries the interactive views of figures, or their images alone.
  public var showsViews = true
  /// Where the code of the chapters is shown: `none`, `screen` (folded at the end of each chapter) unless said, or `appendix` (on
  /// paper as well).
  public var code = CodeListing.screen
  /// How the PDF is printed.
  public var paper = PaperSettings()
  /// Whether each question starts a new page in the PDF.
  public var questionStartsPage = false
  /// Whether headings of level one and two are numbered.
  public var numberSections = true
  /// The file formats that are made when the command line names none; the usual ones where the settings name none.
  public var outputs: [String] = []
  /// What tables and figures are written as beside the report.
  public var exports: [ExportKind] = []
  /// The seed of everything random.
  public var seed = 1
  /// The number of threads; without one, as many as the machine has cores.
  public var threads: Int?

  /// One author: a name, and the identifier that graders look for.
  public struct Author: Sendable, Equatable {
    /// The name.
    public var name: String
    /// The student's number or another identifier.
    public var identifier: String

    /// An author.
    public init(name: String, identifier: String = "") {
      self.name = name
      self.identifier = identifier
    }
  }

  /// The authors that the report tells of: none where it is anonymous.
  public var shownAuthors: [Author] { isAnonymous ? [] : authors }

  /// The settings of a report that says nothing.
  public init() {}
}
