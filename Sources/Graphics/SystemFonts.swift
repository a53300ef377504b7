internal import CPangoCairo
public import Foundation

/// The machine's font files that draw given characters, by fontconfig.
///
/// Few files serve many characters: one that was found is asked first for the next.
public final class SystemFonts {
  private var found: [(file: URL, charset: OpaquePointer)] = []

  /// Why none can be found whatever the machine has: fontconfig is not there. `nil` for no reason.
  public private(set) var problem: GraphicsError?

  /// Looks at the machine's fonts when it is asked.
  public init() {}

  deinit { for font in found { FcCharSetDestroy(font.charset) } }

  /// The files that were found, in the order in which they were needed.
  public var files: [URL] { found.map(\.file) }

  /// The file of a font that draws a character, `nil` where the machine has none or there is a ``problem``.
  public func file(drawing scalar: Unicode.Scalar) -> URL? {
    problem = DrawingLibrary.problem
    guard problem == nil else { return nil }
    if let font = found.first(where: { FcCharSetHasChar($0.charset, scalar.value) != 0 }) { return font.file }
    guard let pattern = FcPatternCreate(), let wanted = FcCharSetCreate() else { return nil }
    defer {
      FcPatternDestroy(pattern)
      FcCharSetDestroy(wanted)
    }
    FcCharSetAddChar(wanted, scalar.value)
    FcPatternAddCharSet(pattern, FC_CHARSET, wanted)
    FcConfigSubstitute(nil, pattern, FcMatchPattern)
    FcDefaultSubstitute(pattern)
    var result = FcResultNoMatch
    guard let font = FcFontMatch(nil, pattern, &result) else { return nil }
    defer { FcPatternDestroy(font) }
    var charset: OpaquePointer?
    var name: UnsafeMutablePointer<FcChar8>?
    guard FcPatternGetCharSet(font, FC_CHARSET, 0, &charset) == FcResultMatch, let charset,
      FcCharSetHasChar(charset, scalar.value) != 0, FcPatternGetString(font, FC_FILE, 0, &name) == FcResultMatch,
      let name
    else { return nil }
    let file = URL(filePath: String(cString: name))
    found.append((file, FcCharSetCopy(charset)))
    return file
  }
}
