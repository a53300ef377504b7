internal import Foundation
package import Graphics
internal import LinearAlgebra

/// A flat drawing of a few shapes, or of a word, on plain ground: a scene of which everything is known.
package struct ShapeScene: Equatable, Sendable {
  /// What is drawn.
  package enum Shape: String, CaseIterable, Sendable {
    case circle, square, triangle, star, heart
  }

  /// Colours that nobody takes for each other, by the names that captions have for them.
  package enum Tint: String, CaseIterable, Sendable {
    case red, orange, green, blue, purple

    /// The colour itself.
    package var color: Color {
      switch self {
      case .red: Color(0xD6_2020)
      case .orange: Color(0xF5_8A1C)
      case .green: Color(0x1F_9A3C)
      case .blue: Color(0x1F_52D0)
      case .purple: Color(0x7B_2FA8)
      }
    }
  }

  /// How a shape is drawn.
  package enum Style: Equatable, Sendable {
    case solid, hollow
    /// With a hole through which the ground shows, and with a black band across.
    case hole, stripe
  }

  /// A shape at a place.
  package struct Item: Equatable, Sendable {
    package var shape: Shape
    package var tint: Tint
    /// The middle, and half of the width, in points of a picture whose sides are `ShapeScene.side`.
    package var center: Point
    package var radius: Double
    package var style = Style.solid
  }

  /// A word, and the middle of its letters.
  package struct Word: Equatable, Sendable {
    package var text: String
    package var center: Point
  }

  /// The sides of the picture, in points and pixels.
  package static let side = 224.0

  /// The shapes; later ones cover earlier ones.
  package var items: [Item] = []
  /// A word in black letters.
  package var word: Word?
  /// How light the ground is, of 1.
  package var lightness = 0.96

  init(items: [Item] = [], word: Word? = nil) { (self.items, self.word) = (items, word) }

  /// The same scene drawn anew: every shape a little moved and scaled, the ground a little lighter or darker, which no caption
  /// tells.
  ///
  /// What happens to a shape depends on the drawing and its place in the list alone, so that two scenes that differ in one
  /// shape differ in nothing else when both are drawn so.
  package func drawnAnew(_ drawing: UInt64) -> ShapeScene {
    var scene = self
    func shake(_ index: Int) -> (x: Double, y: Double, scale: Double) {
      var random = SeededRandom(seed: drawing, stream: UInt64(index))
      func around(_ most: Double) -> Double { (random.nextDouble() * 2 - 1) * most }
      return (around(7), around(7), 1 + around(0.06))
    }
    for index in items.indices {
      let moved = shake(index)
      scene.items[index].center.x += moved.x
      scene.items[index].center.y += moved.y
      scene.items[index].radius *= moved.scale
    }
    if word != nil {
      let moved = shake(items.count)
      scene.word?.center.x += moved.x
      scene.word?.center.y += moved.y
    }
    scene.lightness = lightness + shake(1_000).x / 7 * 0.03
    return scene
  }

  /// The picture, `side` pixels wide and high.
  package func image() throws -> Image {
    try Canvas.image(size: Size(width: Self.side, height: Self.side), dpi: 72) { canvas in
      let ground = Color(red: lightness, green: lightness, blue: lightness)
      canvas.fill(ground)
      for item in items { item.draw(on: canvas, ground) }
      if let word {
        canvas.draw(
          word.text, at: word.center, TextStyle(Font(size: 46, weight: .bold)), .black,
          anchor: TextAnchor(.center, .middle))
      }
    }
  }
}

extension ShapeScene.Item {
  fileprivate func draw(on canvas: borrowing Canvas, _ ground: Color) {
    switch style {
    case .solid: canvas.fill(outline, tint.color)
    case .hollow: canvas.stroke(outline, tint.color, width: radius * 0.16)
    case .hole:
      canvas.fill(outline, tint.color)
      canvas.fill(Path(center: center, radius: radius * 0.36), ground)
    case .stripe:
      canvas.fill(outline, tint.color)
      // As wide as each shape is at its middle, so that the band ends at the rim.
      let half = radius * (shape == .square || shape == .circle ? 0.94 : 0.42)
      canvas.fill(
        Rectangle(x: center.x - half, y: center.y - radius * 0.14, width: 2 * half, height: radius * 0.28), .black)
    }
  }

  /// The rim of the shape.
  private var outline: Path {
    func around(_ corners: Int, _ radii: [Double], from start: Double = -.pi / 2) -> Path {
      Path(
        (0..<corners).map { corner in
          let angle = start + 2 * .pi * Double(corner) / Double(corners)
          let length = radius * radii[corner % radii.count]
          return Point(center.x + length * cos(angle), center.y + length * sin(angle))
        }, closed: true)
    }
    switch shape {
    case .circle: return Path(center: center, radius: radius)
    case .square:
      let half = radius * 0.9
      return Path(Rectangle(x: center.x - half, y: center.y - half, width: 2 * half, height: 2 * half))
    case .triangle: return around(3, [1.15])
    case .star: return around(10, [1.15, 0.47])
    case .heart: return heart
    }
  }

  private var heart: Path {
    func at(_ x: Double, _ y: Double) -> Point { Point(center.x + x * radius, center.y + y * radius) }
    var path = Path()
    path.append(.move(at(0, 1)))
    path.append(.curve(at(-0.6, 0.55), at(-1.1, 0.15), to: at(-1.1, -0.35)))
    path.append(.curve(at(-1.1, -0.85), at(-0.55, -1.1), to: at(0, -0.55)))
    path.append(.curve(at(0.55, -1.1), at(1.1, -0.85), to: at(1.1, -0.35)))
    path.append(.curve(at(1.1, 0.15), at(0.6, 0.55), to: at(0, 1)))
    path.append(.close)
    return path
  }
}
