import Foundation
import Preview
import Testing

/// A page without its long parts is the page once they are put back.
@Suite struct SlimPageTests {
  private func whole(_ page: Data) -> Data {
    let slim = SlimPage(of: page)
    var text = String(decoding: slim.text, as: UTF8.self)
    for (name, range) in slim.parts {
      text = text.replacing("quire:\(name)", with: String(decoding: page.subdata(in: range), as: UTF8.self))
    }
    return Data(text.utf8)
  }

  @Test func `long runs become references, short ones stay, and nothing is lost`() {
    let long = String(repeating: "QUJD", count: 300)
    let other = String(repeating: "x/+9", count: 256) + "=="
    let short = String(repeating: "a", count: 1023)
    let text = "<img src=\"data:image/png;base64,\(long)\"> \(short) <script>\(other)</script><p>\(long)</p>"
    for page in [text, long, "", "<p>é</p>\(other)", other + "é" + long, "quire:" + String(repeating: "0", count: 64)] {
      #expect(whole(Data(page.utf8)) == Data(page.utf8))
    }
    let slim = SlimPage(of: Data(text.utf8))
    #expect(slim.parts.count == 2)
    #expect(!String(decoding: slim.text, as: UTF8.self).contains(long))
    #expect(String(decoding: slim.text, as: UTF8.self).contains(short))
  }
}
