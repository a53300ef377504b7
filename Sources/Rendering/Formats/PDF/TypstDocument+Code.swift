extension TypstDocument {
  /// The code of the chapters, behind everything else.
  func printedCode() -> [PagePiece] {
    guard !book.printedCode.isEmpty else { return [] }
    let writer = self.writer("code")
    var pieces: [PagePiece] = [.pageBreak, PagePiece(.title, "chapter(\(literal(wording.code)))")]
    for (title, code) in book.printedCode {
      pieces.append(PagePiece(.held, english("head(2, \(literal(title)))")))
      pieces.append(PagePiece(.text, sentence(wording.filesShown(code.shown, code.count, code.folder))))
      for listing in code.listings {
        let title = listing.file ?? wording.settingsOfRun
        pieces.append(
          PagePiece(
            .text, english("small-code(\(writer.code(listing.text, language: listing.language, title: title)))")))
      }
    }
    return pieces
  }
}
