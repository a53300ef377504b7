/// A number's digits with a fixed number of decimals, as C's `printf("%.*f")` writes them in the C locale.
///
/// The exact binary value is rounded, a tie to the even digit. It stands here because Foundation's `String(format:)` brings ICU's
/// 40 MB into every start, and C's functions follow the locale that some library may have set.
///
/// A number is significand × 2^exponent with integers, so its digits are those of an integer once the binary point is shifted out:
/// in 128 bits for what reports print, in as many words as it takes for the rest.
struct FixedDecimals {
  /// The digits of an integer, the last `decimals` of them behind the point.
  private var digits: [UInt8]
  private let decimals: Int
  private let isNegative: Bool

  private init(digits: [UInt8], decimals: Int, isNegative: Bool) {
    self.digits = digits
    self.decimals = decimals
    self.isNegative = isNegative
  }

  /// - Parameter decimals: 0 or more.
  static func text(_ number: Double, _ decimals: Int) -> String {
    precondition(decimals >= 0, "a number has no fewer than 0 decimals")
    let sign = number.sign == .minus ? "-" : ""
    if number.isNaN { return sign + "nan" }
    if number.isInfinite { return sign + "inf" }
    return FixedDecimals(
      digits: shortDigits(number, decimals) ?? longDigits(number, decimals), decimals: decimals,
      isNegative: number.sign == .minus
    ).text
  }

  private var text: String {
    let count = max(digits.count, decimals + 1)
    let room = count + (isNegative ? 1 : 0) + (decimals > 0 ? 1 : 0)
    return String(unsafeUninitializedCapacity: room) { bytes in
      var next = 0
      func put(_ byte: UInt8) {
        bytes[next] = byte
        next += 1
      }
      if isNegative { put(UInt8(ascii: "-")) }
      for place in stride(from: count - 1, through: 0, by: -1) {
        put(UInt8(ascii: "0") + (place < digits.count ? digits[digits.count - 1 - place] : 0))
        if place == decimals, decimals > 0 { put(UInt8(ascii: ".")) }
      }
      return next
    }
  }
}

extension FixedDecimals {
  /// |number| as significand × 2^exponent; (0, 0) for nought.
  private static func parts(_ number: Double) -> (significand: UInt64, exponent: Int) {
    let isNormal = number.exponentBitPattern != 0
    let significand = number.significandBitPattern | (isNormal ? 1 << UInt64(Double.significandBitCount) : 0)
    guard significand != 0 else { return (0, 0) }
    // By trailing zeros fewer bits are left to shift, so that more numbers are short.
    let zeros = significand.trailingZeroBitCount
    return (significand >> zeros, max(1, Int(number.exponentBitPattern)) - 1075 + zeros)
  }

  /// The digits of |number| × 10^decimals, rounded; nil where they need more than 128 bits on the way.
  private static func shortDigits(_ number: Double, _ decimals: Int) -> [UInt8]? {
    let (significand, exponent) = parts(number)
    // A significand has 53 bits and 10^22 has 74.
    guard decimals <= 22 else { return nil }
    var value = UInt128(significand)
    for _ in 0..<decimals { value *= 10 }
    if exponent > 0 {
      guard exponent < value.leadingZeroBitCount else { return nil }
      value <<= UInt128(exponent)
    } else if exponent < 0 {
      let shift = -exponent
      guard shift < 128 else { return [0] }
      let half = UInt128(1) << UInt128(shift - 1)
      let rest = value & (half << 1 - 1)
      value >>= UInt128(shift)
      if rest > half || (rest == half && value & 1 == 1) { value += 1 }
    }
    return decimal(value)
  }

  private static func decimal(_ value: UInt128) -> [UInt8] {
    var digits: [UInt8] = []
    var high = value
    while high > UInt128(UInt64.max) {
      let (quotient, digit) = high.quotientAndRemainder(dividingBy: 10)
      digits.append(UInt8(digit))
      high = quotient
    }
    var low = UInt64(high)
    repeat {
      digits.append(UInt8(low % 10))
      low /= 10
    } while low > 0
    return digits.reversed()
  }

  /// The same with as many words as it takes: at most 1,100 bits and the decimals asked for.
  private static func longDigits(_ number: Double, _ decimals: Int) -> [UInt8] {
    let (significand, exponent) = parts(number)
    var value = BigNumber(significand)
    for _ in 0..<max(0, exponent) { value.multiply(by: 2) }
    // n / 2^k = n × 5^k / 10^k: the fraction has as many decimals as bits.
    let places = max(0, -exponent)
    for _ in 0..<places { value.multiply(by: 5) }
    var digits = value.digits
    if decimals >= places { return digits + [UInt8](repeating: 0, count: decimals - places) }
    let dropped = places - decimals
    if digits.count < dropped { return [0] }
    let rest = digits.suffix(dropped)
    digits.removeLast(dropped)
    let isOdd = (digits.last ?? 0) % 2 == 1
    let isOverHalf = rest.first! > 5 || (rest.first! == 5 && (isOdd || rest.dropFirst().contains { $0 != 0 }))
    if isOverHalf { increment(&digits) }
    return digits.isEmpty ? [0] : digits
  }

  private static func increment(_ digits: inout [UInt8]) {
    for index in digits.indices.reversed() {
      digits[index] += 1
      if digits[index] < 10 { return }
      digits[index] = 0
    }
    digits.insert(1, at: 0)
  }
}

/// An integer of any size, in groups of nine digits, the lowest first.
private struct BigNumber {
  private static let base: UInt64 = 1_000_000_000
  private var groups: [UInt64] = []

  init(_ value: UInt64) {
    var rest = value
    repeat {
      groups.append(rest % Self.base)
      rest /= Self.base
    } while rest > 0
  }

  mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for index in groups.indices {
      let product = groups[index] * factor + carry
      groups[index] = product % Self.base
      carry = product / Self.base
    }
    if carry > 0 { groups.append(carry) }
  }

  /// Its digits, the highest first; none before a nought.
  var digits: [UInt8] {
    var digits: [UInt8] = []
    for var group in groups {
      for _ in 0..<9 {
        digits.append(UInt8(group % 10))
        group /= 10
      }
    }
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    return digits.reversed()
  }
}
