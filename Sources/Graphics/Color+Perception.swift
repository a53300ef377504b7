#if canImport(Glibc)
  internal import Glibc
#endif

extension Color {
  /// Relative luminance, 0 for black and 1 for white (WCAG 2.1).
  public var luminance: Double {
    0.2126 * Color.linear(red) + 0.7152 * Color.linear(green) + 0.0722 * Color.linear(blue)
  }

  /// Contrast ratio between two opaque colours, 1 to 21 (WCAG 2.1); small text needs 4.5.
  public func contrast(with other: Color) -> Double {
    let (a, b) = (luminance, other.luminance)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// This colour moved toward black or white until it can be read on a ground.
  public func legible(on ground: Color, ratio: Double = 4.5) -> Color {
    let target: Color = ground.luminance > 0.18 ? .black : .white
    var candidate = self.over(ground)
    var step = 0
    while candidate.contrast(with: ground) < ratio, step < 50 {
      step += 1
      candidate = over(ground).mixed(with: target, Double(step) / 50)
    }
    return candidate
  }

  /// Lightness and the two opponent axes of OKLab (Ottosson 2020), where distances follow the eye.
  public var oklab: (lightness: Double, a: Double, b: Double) {
    let (r, g, b) = (Color.linear(red), Color.linear(green), Color.linear(blue))
    let l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    let m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    let s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
      0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
    )
  }

  /// The nearest sRGB colour to a place in OKLab.
  public init(lightness: Double, a: Double, b: Double, alpha: Double = 1) {
    func cube(_ x: Double) -> Double { x * x * x }
    let l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b)
    let m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b)
    let s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b)
    self.init(
      red: Color.encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
      green: Color.encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
      blue: Color.encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s), alpha: alpha)
  }

  /// A mixture in OKLab: 0 is this colour, 1 the other.
  public func mixed(with other: Color, _ share: Double) -> Color {
    let (p, q) = (oklab, other.oklab)
    func between(_ a: Double, _ b: Double) -> Double { a + (b - a) * share }
    return Color(
      lightness: between(p.lightness, q.lightness), a: between(p.a, q.a), b: between(p.b, q.b),
      alpha: between(alpha, other.alpha))
  }

  /// Distance in OKLab; 0.02 is about what can just be told apart side by side.
  public func distance(to other: Color) -> Double {
    let (p, q) = (oklab, other.oklab)
    let (l, a, b) = (p.lightness - q.lightness, p.a - q.a, p.b - q.b)
    return (l * l + a * a + b * b).squareRoot()
  }

  package static func linear(_ value: Double) -> Double {
    value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  package static func encoded(_ value: Double) -> Double {
    let clamped = min(max(value, 0), 1)
    return clamped <= 0.0031308 ? clamped * 12.92 : 1.055 * pow(clamped, 1 / 2.4) - 0.055
  }
}
