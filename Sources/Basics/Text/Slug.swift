/// Whether a name is fit for paths, references and the command line: lower-case ASCII letters, digits and hyphens, and not a
/// hyphen first.
public func isSlug(_ name: String) -> Bool {
  let bytes = name.utf8
  return !bytes.isEmpty && bytes.first != UInt8(ascii: "-")
    && bytes.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "-")
    }
}
