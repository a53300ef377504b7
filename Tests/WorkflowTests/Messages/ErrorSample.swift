/// An error of a room with the name of its case, as somebody who makes a report may meet it.
struct ErrorSample {
  /// The type, as its room calls it.
  let type: String
  /// The case; empty for an error that has none.
  let name: String
  /// What it says.
  let message: String
  /// Texts that say where: each must be in the message.
  let places: [String]

  /// A sample.
  init<Failure: Error>(_ name: String, _ error: Failure, at places: String...) {
    type = "\(Failure.self)"
    self.name = name
    message = "\(error)"
    self.places = places
  }
}
