/// The shape of a point, so that colour is never alone in telling series apart.
public enum Marker: Int, Sendable, CaseIterable {
  /// ●
  case circle
  /// ■
  case square
  /// ▲
  case triangle
  /// ◆
  case diamond
  /// ▼
  case triangleDown
  /// ✚
  case plus
  /// ★
  case star
  /// ⬟
  case pentagon
}
