internal import Basics

extension MathNode {
  /// The formula as an element of HTML, with its TeX for those who copy it or have it read.
  ///
  /// - Parameter isLarge: Whether it is set as large as one on lines of its own.
  func html(tex: String, isDisplayed: Bool, isLarge: Bool) -> String {
    let style = isDisplayed ? " display=\"block\"" : isLarge ? " displaystyle=\"true\"" : ""
    return "<math\(style)><semantics>" + (element == .row ? html : "<mrow>\(html)</mrow>")
      + "<annotation encoding=\"application/x-tex\">\(HTMLText.escape(tex))</annotation></semantics></math>"
  }

  /// The element as every browser with MathML Core shows it.
  private var html: String {
    let inner = element.holdsText ? HTMLText.escape(text) : children.map(\.html).joined()
    switch element {
    case .enclosure: return "<mrow class=\"\(Self.enclosureClass(attributes["notation"] ?? ""))\">\(inner)</mrow>"
    case .over where isAccented, .under where isAccented: return accented
    case .underAndOver, .over, .under, .below, .above, .belowAndAbove, .fraction, .squareRoot, .root, .row, .style,
      .phantom, .padding, .tableRow, .space, .sign, .identifier, .number, .text:
      return tag(inner)
    // The parts of aligned equations are as large as an equation alone.
    case .table: return tag(inner, isAligned ? " displaystyle=\"true\"" : "")
    case .cell:
      let alignment = attributes["columnalign"] ?? "center"
      let side = attributes["side"] == nil ? "" : " side"
      return "<mtd class=\"\(alignment)\(side)\">\(inner)</mtd>"
    }
  }

  private func tag(_ inner: String, _ more: String = "") -> String {
    var properties = more
    for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
      switch name {
      // The letters have their form already, and only this one is understood.
      case "mathvariant" where value != "normal" || element != .identifier, "side", "columnalign", "accent": continue
      default: properties += " \(name)=\"\(HTMLText.escape(value))\""
      }
    }
    return "<\(element.rawValue)\(properties)>\(inner)</\(element.rawValue)>"
  }

  /// Whether the second part is a mark on the first.
  var isAccented: Bool { children.last?.isTrue("accent") == true }

  /// Whether the table is one of equations that are aligned at a sign.
  var isAligned: Bool {
    element == .table && children.contains { $0.children.contains { $0.attributes["side"] != nil } }
  }

  private var accented: String {
    guard let base = children.first, let mark = children.last else { return "" }
    let name = element == .over ? "accent" : "accentunder"
    let sign = MathAccent(mark.text, isOver: element == .over)
    if sign.typst == "overline" || sign.typst == "underline" {
      return "<mrow class=\"\(sign.typst == "overline" ? "overlined" : "underlined")\">\(base.html)</mrow>"
    }
    let stretch = sign.isStretched ? "" : " stretchy=\"false\""
    return "<\(element.rawValue) \(name)=\"true\">\(base.html)<mo\(stretch)>\(HTMLText.escape(sign.spacing))</mo>"
      + "</\(element.rawValue)>"
  }

  private static func enclosureClass(_ notation: String) -> String {
    switch notation {
    case "box": "boxed"
    case "updiagonalstrike": "struck up"
    case "downdiagonalstrike": "struck down"
    default: "struck cross"
    }
  }
}

/// A mark over or under a letter.
struct MathAccent {
  /// The sign standing alone.
  var spacing: String
  /// The function of Typst that sets it, `nil` where there is none.
  var typst: String?
  /// Whether it becomes as wide as what is below.
  var isStretched = false

  /// The mark that pandoc writes as `sign`.
  init(_ sign: String, isOver: Bool) {
    switch sign {
    case "\u{302}", "^": (spacing, typst, isStretched) = ("^", "hat", true)
    case "\u{303}", "~", "˜": (spacing, typst, isStretched) = ("~", "tilde", true)
    case "\u{304}", "‾": (spacing, typst) = ("¯", "macron")
    case "¯": (spacing, typst, isStretched) = ("¯", "overline", true)
    case "\u{307}", "˙", ".": (spacing, typst) = ("˙", "dot")
    case "\u{308}", "¨": (spacing, typst) = ("¨", "dot.double")
    case "\u{20DB}": (spacing, typst) = ("⃛", "dot.triple")
    case "\u{30C}", "ˇ": (spacing, typst, isStretched) = ("ˇ", "caron", true)
    case "\u{306}", "˘": (spacing, typst) = ("˘", "breve")
    case "\u{301}", "´": (spacing, typst) = ("´", "acute")
    case "\u{300}", "`": (spacing, typst) = ("`", "grave")
    case "\u{30A}", "˚", "∘": (spacing, typst) = ("˚", "circle")
    case "→", "\u{20D7}": (spacing, typst, isStretched) = ("→", isOver ? "arrow" : nil, !isOver)
    case "←", "\u{20D6}": (spacing, typst, isStretched) = ("←", isOver ? "arrow.l" : nil, true)
    case "↔", "\u{20E1}": (spacing, typst, isStretched) = ("↔", isOver ? "arrow.l.r" : nil, true)
    case "⏞": (spacing, typst, isStretched) = (sign, "overbrace", true)
    case "⏟": (spacing, typst, isStretched) = (sign, "underbrace", true)
    case "⎴": (spacing, typst, isStretched) = (sign, "overbracket", true)
    case "⎵": (spacing, typst, isStretched) = (sign, "underbracket", true)
    case "⏜": (spacing, typst, isStretched) = (sign, "overparen", true)
    case "⏝": (spacing, typst, isStretched) = (sign, "underparen", true)
    case "_", "\u{332}", "\u{331}": (spacing, typst, isStretched) = ("_", "underline", true)
    default: (spacing, typst, isStretched) = (sign, nil, true)
    }
  }
}
