import Graphics
import Testing

@Suite struct ColorTests {
  @Test func `contrast is that of WCAG`() {
    #expect(abs(Color.black.contrast(with: .white) - 21) < 1e-9)
    // 4.54 is the figure that accessibility checkers give for #767676 on white.
    #expect(abs(Color(0x767676).contrast(with: .white) - 4.54) < 0.005)
  }

  @Test func `a colour made legible reaches the contrast and stays as it is where it had it`() {
    for hex: UInt32 in [0xF0E442, 0x56B4E9, 0x009E73, 0x0072B2, 0xFFFFFF, 0x000000] {
      for ground in [Color.white, Color(0x16191D)] {
        let legible = Color(hex).legible(on: ground)
        #expect(legible.contrast(with: ground) >= 4.5)
        if Color(hex).contrast(with: ground) >= 4.5 { #expect(legible == Color(hex)) }
      }
    }
  }

  @Test func `OKLab goes there and back`() {
    for hex: UInt32 in [0x000000, 0xFFFFFF, 0x0072B2, 0xD55E00, 0xFDE725] {
      let color = Color(hex)
      let lab = color.oklab
      let back = Color(lightness: lab.lightness, a: lab.a, b: lab.b)
      #expect(back.bytes == color.bytes)
    }
    // Ottosson's own example: red.
    let red = Color(0xFF0000).oklab
    #expect(abs(red.lightness - 0.628) < 1e-3 && abs(red.a - 0.2249) < 1e-3 && abs(red.b - 0.1258) < 1e-3)
  }

  @Test func `a translucent colour over a ground is what is seen`() {
    #expect(Color(0x000000, alpha: 0.5).over(.white).bytes == (128, 128, 128, 255))
  }
}
