/// Quire's version: part of every fingerprint.
public enum Version {
  /// The version of this source.
  public static let current = "0.1.0"
}
