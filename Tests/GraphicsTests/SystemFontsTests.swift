import Graphics
import Testing

struct SystemFontsTests {
  @Test func `a font is found for a letter, one file for many, and none for what is no character`() {
    let fonts = SystemFonts()
    let file = fonts.file(drawing: "a")
    #expect(file != nil)
    #expect(fonts.file(drawing: "b") == file)
    #expect(fonts.files == [file])
    #expect(fonts.file(drawing: "\u{10fffe}") == nil)
    #expect(fonts.problem == nil)
  }
}
