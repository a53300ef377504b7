/// The Debian packages with fonts for characters that the machine's fonts lack.
package enum FontPackages {
  /// The packages, each once; none for what no font has.
  package static func names(for characters: Set<Unicode.Scalar>) -> [String] {
    Set(characters.compactMap(name)).sorted()
  }

  private static func name(for character: Unicode.Scalar) -> String? {
    if character.properties.isEmojiPresentation || (0x1f000...0x1faff).contains(character.value) {
      return "fonts-noto-color-emoji"
    }
    switch character.value {
    case 0x2e80...0x9fff, 0xa960...0xa97f, 0xac00...0xd7ff, 0xf900...0xfaff, 0xfe30...0xfe4f, 0xff00...0xffef,
      0x20000...0x3ffff:
      return "fonts-noto-cjk"
    default: break
    }
    switch character.properties.generalCategory {
    case .control, .format, .privateUse, .surrogate, .unassigned: return nil
    default: return "fonts-noto-core"
    }
  }
}
