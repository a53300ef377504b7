/// Runs the pickle of a checkpoint, and nothing else: no other opcode, no other name, nothing is ever called.
///
/// A pickle is a program, and Python runs whatever it names. Here the only "calls" are those that rebuild a dictionary, a tensor or a
/// parameter, and all they do is put values together; the few other names that trainers write stand for themselves.
struct PickleMachine {
  /// Why a pickle was refused, or is no pickle.
  enum Fault: Error {
    case refused(String)
    case malformed(String)
    /// It is a whole model, pickled with its class.
    case program(String)
    /// It is a TorchScript program.
    case script(String)
  }

  let bytes: UnsafeRawBufferPointer
  var position: Int
  private var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  private var tuples: [[PickleValue]] = []
  private var lists: [[PickleValue]] = []
  private var dictionaries: [[Member]] = []
  private var storages: [(key: String, type: DataType)] = []

  /// A key of a dictionary and what it stands for.
  typealias Member = (key: String, value: PickleValue)

  /// What a pickle built, with what its dictionaries and lists hold.
  struct Outcome {
    let value: PickleValue
    /// The byte after the pickle.
    let end: Int
    /// Every storage that it names, as many times as it does.
    let storages: [(key: String, type: DataType)]
    fileprivate let dictionaries: [[Member]]
    fileprivate let lists: [[PickleValue]]

    /// What a dictionary holds, in its order, but for what has a number as its key; nil for anything else.
    func members(_ value: PickleValue) -> [Member]? {
      if case .dictionary(let number) = value { dictionaries[number] } else { nil }
    }

    /// What a list holds; nil for anything else.
    func elements(_ value: PickleValue) -> [PickleValue]? {
      if case .list(let number) = value { lists[number] } else { nil }
    }
  }

  /// Runs the pickle that starts at a byte.
  static func run(_ bytes: UnsafeRawBufferPointer, from start: Int = 0) throws(Fault) -> Outcome {
    var machine = PickleMachine(bytes: bytes, position: start)
    let value = try machine.run()
    return Outcome(
      value: value, end: machine.position, storages: machine.storages, dictionaries: machine.dictionaries,
      lists: machine.lists)
  }

  private init(bytes: UnsafeRawBufferPointer, position: Int) {
    (self.bytes, self.position) = (bytes, position)
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
      case UInt8(ascii: "]"):
        stack.append(.list(lists.count))
        lists.append([])
      case UInt8(ascii: "a"): try append([try pop()])
      case UInt8(ascii: "e"): try append(try popToMark())
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
      // Texts that Python 2 wrote.
      case UInt8(ascii: "U"): stack.append(.string(try text(Int(try byte()))))
      case UInt8(ascii: "T"): stack.append(.string(try text(try number(4))))
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
      case 0x81:
        _ = try pop()
        guard case .global(.opaque) = try pop() else { throw .refused("its pickle makes an object of a class") }
        stack.append(.opaque)
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
    case .opaque: stack.append(.opaque)
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

  private mutating func storage(_ identity: PickleValue) throws(Fault) -> PickleValue {
    // Files from before 1.6 have one part more, for a storage that is a part of another.
    guard let parts = elements(identity), parts.count == 5 || parts.count == 6, case .string("storage") = parts[0],
      case .global(.storage(let type)) = parts[1], case .string(let key) = parts[2],
      case .integer(let count) = parts[4],
      count >= 0
    else { throw .refused("its pickle points to something that is no storage") }
    if parts.count == 6 {
      guard case .none = parts[5] else { throw .refused("its pickle has a storage that is a part of another") }
    }
    storages.append((key, type))
    return .storage(type, key: key, count: count)
  }

  private mutating func set(_ items: [PickleValue]) throws(Fault) {
    let target = try pop()
    guard items.count % 2 == 0 else { throw .malformed("an item without a dictionary") }
    switch target {
    case .opaque: break
    case .dictionary(let number):
      for index in stride(from: 0, to: items.count, by: 2) {
        switch items[index] {
        case .string(let key): dictionaries[number].append((key, items[index + 1]))
        // An optimizer counts its parameters; no weight is found by a number.
        case .integer: break
        default: throw .refused("its pickle holds a dictionary with a key that is no text")
        }
      }
    default: throw .malformed("an item without a dictionary")
    }
    stack.append(target)
  }

  private mutating func append(_ items: [PickleValue]) throws(Fault) {
    let target = try top()
    switch target {
    case .opaque: break
    case .list(let number): lists[number] += items
    default: throw .malformed("an element without a list")
    }
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
    if let global = PickleGlobal(module: module, name: name) { return global }
    // A whole model names the program that made it, and TorchScript is one.
    let programs = [
      "__main__.", "transformers.models.", "torch.nn.modules.", "sentence_transformers.", "peft.", "models.",
    ]
    if programs.contains(where: (module + ".").hasPrefix) { throw .program("\(module).\(name)") }
    if module.hasPrefix("__torch__") { throw .script("\(module).\(name)") }
    throw .refused("its pickle names \(module).\(name)")
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
}
