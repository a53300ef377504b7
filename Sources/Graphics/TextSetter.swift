internal import CPangoCairo

/// Sets and measures text by Pango for one canvas.
///
/// Hinting is off and glyphs stand at fractions of a pixel, so that a text has the same measures at any resolution and in
/// any format. It belongs to the thread that made it, since Pango's font map does. Who makes one has loaded the libraries.
final class TextSetter {
  private let context: OpaquePointer
  private let layout: OpaquePointer
  private var measured: [Key: TextBox] = [:]
  private var capHeights: [Font: Double] = [:]
  private var descriptions: [Font: OpaquePointer] = [:]

  private struct Key: Hashable {
    var text: String
    var style: TextStyle
  }

  init() {
    context = pango_font_map_create_context(pango_cairo_font_map_get_default())
    let options = cairo_font_options_create()
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    pango_cairo_context_set_font_options(context, options)
    cairo_font_options_destroy(options)
    pango_context_set_round_glyph_positions(context, 0)
    // The locale must not choose glyphs: the same text gives the same picture everywhere.
    pango_context_set_language(context, pango_language_from_string("en"))
    layout = pango_layout_new(context)
  }

  deinit {
    for description in descriptions.values { pango_font_description_free(description) }
    g_object_unref(UnsafeMutableRawPointer(layout))
    g_object_unref(UnsafeMutableRawPointer(context))
  }

  /// The measures of a text.
  func measure(_ text: String, _ style: TextStyle) -> TextBox {
    let key = Key(text: text, style: style)
    if let box = measured[key] { return box }
    let box = set(text, style)
    measured[key] = box
    return box
  }

  /// Draws a text with its upper left corner at the current point of the drawing's coordinates.
  func show(_ text: String, _ style: TextStyle, on drawing: OpaquePointer, at corner: Point) {
    place(text, style, on: drawing, at: corner)
    pango_cairo_show_layout(drawing, layout)
  }

  /// Adds a text's outline to the path, for a halo.
  func trace(_ text: String, _ style: TextStyle, on drawing: OpaquePointer, at corner: Point) {
    place(text, style, on: drawing, at: corner)
    pango_cairo_layout_path(drawing, layout)
  }

  private func place(_ text: String, _ style: TextStyle, on drawing: OpaquePointer, at corner: Point) {
    set(text, style)
    var logical = PangoRectangle()
    pango_layout_get_extents(layout, nil, &logical)
    cairo_move_to(drawing, corner.x - points(logical.x), corner.y - points(logical.y))
  }

  @discardableResult
  private func set(_ text: String, _ style: TextStyle) -> TextBox {
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { pango_layout_set_text(layout, $0.baseAddress, Int32($0.count)) }
    }
    pango_layout_set_font_description(layout, description(style.font))
    if let width = style.maxWidth {
      pango_layout_set_width(layout, Int32((max(width, 1) * Double(PANGO_SCALE)).rounded(.up)))
      pango_layout_set_height(layout, -Int32(style.maxLines))
      pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
      pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
    } else {
      pango_layout_set_width(layout, -1)
      pango_layout_set_height(layout, -1)
      pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_NONE)
    }
    switch style.alignment {
    case .leading: pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT)
    case .center: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
    case .trailing: pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
    }
    var logical = PangoRectangle()
    pango_layout_get_extents(layout, nil, &logical)
    return TextBox(
      width: points(logical.width), height: points(logical.height),
      baseline: points(pango_layout_get_baseline(layout) - logical.y), capHeight: capHeight(style.font),
      lines: Int(pango_layout_get_line_count(layout)), isShortened: pango_layout_is_ellipsized(layout) != 0,
      missingGlyphs: Int(pango_layout_get_unknown_glyphs_count(layout)))
  }

  private func capHeight(_ font: Font) -> Double {
    if let height = capHeights[font] { return height }
    let letter = pango_layout_new(context)
    defer { g_object_unref(UnsafeMutableRawPointer(letter)) }
    pango_layout_set_text(letter, "H", 1)
    pango_layout_set_font_description(letter, description(font))
    var ink = PangoRectangle()
    pango_layout_get_extents(letter, &ink, nil)
    capHeights[font] = points(ink.height)
    return points(ink.height)
  }

  private func description(_ font: Font) -> OpaquePointer {
    if let description = descriptions[font] { return description }
    let description = pango_font_description_new()!
    pango_font_description_set_family(description, font.family)
    pango_font_description_set_absolute_size(description, font.size * Double(PANGO_SCALE))
    pango_font_description_set_weight(description, PangoWeight(rawValue: UInt32(font.weight.rawValue)))
    pango_font_description_set_style(description, font.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL)
    descriptions[font] = description
    return description
  }

  private func points(_ units: Int32) -> Double { Double(units) / Double(PANGO_SCALE) }
}

extension Font {
  /// The characters of a text that no font of this machine can draw, each once, in order.
  ///
  /// - Throws: ``GraphicsError/library(_:)`` where Pango is not there.
  public static func missingCharacters(
    in text: String, family: String = "DejaVu Sans"
  ) throws(GraphicsError) -> [Character] {
    try DrawingLibrary.load()
    let setter = TextSetter()
    let style = TextStyle(Font(family, size: 10))
    guard setter.measure(text, style).missingGlyphs > 0 else { return [] }
    var seen: Set<Character> = []
    return text.filter { seen.insert($0).inserted && setter.measure(String($0), style).missingGlyphs > 0 }.map { $0 }
  }
}
