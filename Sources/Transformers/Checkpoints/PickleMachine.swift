/// What a pickle of a state dictionary puts on its stack.
///
/// A tuple or a dictionary is a number, its place among the machine's own: values never hold each other, so neither nesting
/// nor sharing, of which a pickle can have any amount, costs more than its bytes.
enum PickleValue {
  case none
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  /// A list, which nothing ever fills.
  case list
  case tuple(Int)
  case dictionary(Int)
  /// A name from the list of known ones.
  case global(PickleGlobal)
  /// A storage of the archive: its numbers' type, its entry, how many numbers.
  indirect case storage(DataType, key: String, count: Int)
  indirect case tensor(PickledTensor)
}

/// A tensor as a pickle describes it: a view of a storage.
struct PickledTensor {
  var type: DataType
  var key: String
  var storageCount: Int
  var offset: Int
  var shape: [Int]
  var strides: [Int]
}

/// The names that a state dictionary needs; every other is refused before anything is done with it.
enum PickleGlobal: Equatable {
  case orderedDictionary
  case rebuildTensor
  case rebuildParameter
  case storage(DataType)

  init?(module: String, name: String) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensor
    case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
    case ("torch", "DoubleStorage"): self = .storage(.float64)
    case ("torch", "FloatStorage"): self = .storage(.float32)
    case ("torch", "HalfStorage"): self = .storage(.float16)
    case ("torch", "BFloat16Storage"): self = .storage(.bfloat16)
    case ("torch", "LongStorage"): self = .storage(.int64)
    case ("torch", "IntStorage"): self = .storage(.int32)
    case ("torch", "ShortStorage"): self = .storage(.int16)
    case ("torch", "CharStorage"): self = .storage(.int8)
    case ("torch", "ByteStorage"): self = .storage(.uint8)
    case ("torch", "BoolStorage"): self = .storage(.bool)
    default: return nil
    }
  }
}

/// Runs the pickle of a state dictionary, and nothing else: no other opcode, no other name, nothing is ever called.
///
/// A pickle is a program, and Python runs whatever it names. Here the only "calls" are the four that rebuild a dictionary,
/// a tensor or a parameter, and all they do is put values together.
struct PickleMachine {
  /// Why a pickle was refused, or is no pickle.
  enum Fault: Error {
    case refused(String)
    case malformed(String)
  }

  private let bytes: [UInt8]
  private var position = 0
  private var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  private var tuples: [[PickleValue]] = []
  private var dictionaries: [[Member]] = []

  /// A key of a dictionary and what it stands for.
  typealias Member = (key: String, value: PickleValue)

  /// The members of the dictionary that the pickle in `bytes` builds, in their order; nil where it builds something else.
  static func run(_ bytes: [UInt8]) throws(Fault) -> [Member]? {
    var machine = PickleMachine(bytes: bytes)
    guard case .dictionary(let number) = try machine.run() else { return nil }
    return machine.dictionaries[number]
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func run() throws(Fault) -> PickleValue {
    while true {
      let place = position
      let opcode = try byte()
      switch opcode {
      case 0x80:
        let version = try byte()
        if version > 4 { throw .refused("its pickle has the protocol \(version)") }
      case UInt8(ascii: "."): return try pop()
      case UInt8(ascii: "("): marks.append(stack.count)
      case UInt8(ascii: "}"): pushDictionary()
      case UInt8(ascii: "]"): stack.append(.list)
      case UInt8(ascii: ")"): pushTuple([])
      case UInt8(ascii: "N"): stack.append(.none)
      case 0x88: stack.append(.bool(true))
      case 0x89: stack.append(.bool(false))
      case UInt8(ascii: "K"): stack.append(.integer(Int(try byte())))
      case UInt8(ascii: "M"): stack.append(.integer(try number(2)))
      case UInt8(ascii: "J"): stack.append(.integer(Int(Int32(truncatingIfNeeded: try number(4)))))
      case 0x8A: stack.append(.integer(try long(Int(try byte()))))
      case UInt8(ascii: "G"):
        var bits: UInt64 = 0
        for byte in try take(8) { bits = bits << 8 | UInt64(byte) }
        stack.append(.number(Double(bitPattern: bits)))
      case UInt8(ascii: "X"): stack.append(.string(try text(try number(4))))
      case 0x8C: stack.append(.string(try text(Int(try byte()))))
      case UInt8(ascii: "t"): pushTuple(try popToMark())
      case 0x85: pushTuple(try pop(1))
      case 0x86: pushTuple(try pop(2))
      case 0x87: pushTuple(try pop(3))
      case UInt8(ascii: "q"): memo[Int(try byte())] = try top()
      case UInt8(ascii: "r"): memo[try number(4)] = try top()
      case UInt8(ascii: "h"): stack.append(try remembered(Int(try byte())))
      case UInt8(ascii: "j"): stack.append(try remembered(try number(4)))
      case UInt8(ascii: "c"): stack.append(.global(try global(try line(), try line())))
      case UInt8(ascii: "Q"): stack.append(try storage(try pop()))
      case UInt8(ascii: "R"): try reduce()
      case UInt8(ascii: "s"):
        let value = try pop()
        try set([try pop(), value])
      case UInt8(ascii: "u"): try set(try popToMark())
      // An attribute of a dictionary or a parameter (`_metadata`): taken off, and left aside.
      case UInt8(ascii: "b"): _ = try pop()
      default:
        throw .refused("its pickle has the opcode 0x\(String(opcode, radix: 16)) at byte \(place)")
      }
    }
  }

  private mutating func pushTuple(_ elements: [PickleValue]) {
    stack.append(.tuple(tuples.count))
    tuples.append(elements)
  }

  private mutating func pushDictionary() {
    stack.append(.dictionary(dictionaries.count))
    dictionaries.append([])
  }

  private mutating func reduce() throws(Fault) {
    guard let arguments = elements(try pop()) else { throw .malformed("calls without arguments") }
    guard case .global(let function) = try pop() else { throw .refused("its pickle calls what is no function") }
    switch function {
    case .orderedDictionary:
      guard arguments.isEmpty else { throw .refused("its pickle makes a dictionary from something") }
      pushDictionary()
    case .rebuildTensor: stack.append(.tensor(try tensor(arguments)))
    case .rebuildParameter:
      guard let first = arguments.first, case .tensor = first else { throw .malformed("a parameter without a tensor") }
      stack.append(first)
    case .storage: throw .refused("its pickle calls a storage type")
    }
  }

  private func tensor(_ arguments: [PickleValue]) throws(Fault) -> PickledTensor {
    guard arguments.count >= 4, case .storage(let type, let key, let count) = arguments[0],
      case .integer(let offset) = arguments[1], let shape = integers(arguments[2]),
      let strides = integers(arguments[3]),
      shape.count == strides.count, offset >= 0, (shape + strides).allSatisfy({ $0 >= 0 })
    else { throw .malformed("a tensor that is not storage, offset, shape and strides") }
    return PickledTensor(
      type: type, key: key, storageCount: count, offset: offset, shape: shape, strides: strides)
  }

  private func storage(_ identity: PickleValue) throws(Fault) -> PickleValue {
    guard let parts = elements(identity), parts.count == 5, case .string("storage") = parts[0],
      case .global(.storage(let type)) = parts[1], case .string(let key) = parts[2],
      case .integer(let count) = parts[4],
      count >= 0
    else { throw .refused("its pickle points to something that is no storage") }
    return .storage(type, key: key, count: count)
  }

  private mutating func set(_ items: [PickleValue]) throws(Fault) {
    let target = try pop()
    guard items.count % 2 == 0, case .dictionary(let number) = target else {
      throw .malformed("an item without a dictionary")
    }
    for index in stride(from: 0, to: items.count, by: 2) {
      guard case .string(let key) = items[index] else {
        throw .refused("its pickle holds a dictionary with a key that is no text")
      }
      dictionaries[number].append((key, items[index + 1]))
    }
    stack.append(target)
  }

  /// What a tuple holds; nil for anything else.
  private func elements(_ value: PickleValue) -> [PickleValue]? {
    if case .tuple(let number) = value { tuples[number] } else { nil }
  }

  /// A tuple of whole numbers; nil for anything else.
  private func integers(_ value: PickleValue) -> [Int]? {
    guard let elements = self.elements(value) else { return nil }
    var numbers: [Int] = []
    for element in elements {
      guard case .integer(let number) = element else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  private func global(_ module: String, _ name: String) throws(Fault) -> PickleGlobal {
    guard let global = PickleGlobal(module: module, name: name) else {
      throw .refused("its pickle names \(module).\(name)")
    }
    return global
  }

  private func remembered(_ index: Int) throws(Fault) -> PickleValue {
    guard let value = memo[index] else { throw .malformed("recalls what it never stored") }
    return value
  }

  private func top() throws(Fault) -> PickleValue {
    guard let value = stack.last else { throw .malformed("its stack runs empty") }
    return value
  }

  private mutating func pop() throws(Fault) -> PickleValue {
    if let mark = marks.last, stack.count <= mark { throw .malformed("its stack runs empty") }
    guard let value = stack.popLast() else { throw .malformed("its stack runs empty") }
    return value
  }

  private mutating func pop(_ count: Int) throws(Fault) -> [PickleValue] {
    var values: [PickleValue] = []
    for _ in 0..<count { values.append(try pop()) }
    return values.reversed()
  }

  private mutating func popToMark() throws(Fault) -> [PickleValue] {
    guard let mark = marks.popLast() else { throw .malformed("its stack has no mark") }
    let values = Array(stack[mark...])
    stack.removeSubrange(mark...)
    return values
  }

  private mutating func byte() throws(Fault) -> UInt8 {
    guard position < bytes.count else { throw .malformed("its pickle ends early") }
    position += 1
    return bytes[position - 1]
  }

  private mutating func take(_ count: Int) throws(Fault) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count - position else { throw .malformed("its pickle ends early") }
    position += count
    return bytes[(position - count)..<position]
  }

  private mutating func number(_ size: Int) throws(Fault) -> Int {
    try take(size).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// A whole number of up to eight bytes, in two's complement.
  private mutating func long(_ size: Int) throws(Fault) -> Int {
    if size > 8 { throw .malformed("a number of \(size) bytes") }
    let bytes = try take(size)
    var value: UInt64 = (bytes.last ?? 0) >= 0x80 ? .max : 0
    for byte in bytes.reversed() { value = value << 8 | UInt64(byte) }
    return Int(Int64(bitPattern: value))
  }

  private mutating func text(_ count: Int) throws(Fault) -> String {
    guard let text = String(validating: try take(count), as: UTF8.self) else {
      throw .malformed("a text that is not UTF-8")
    }
    return text
  }

  private mutating func line() throws(Fault) -> String {
    guard let end = bytes[position...].firstIndex(of: 0x0A) else { throw .malformed("its pickle ends early") }
    defer { position = end + 1 }
    return try text(end - position)
  }
}
