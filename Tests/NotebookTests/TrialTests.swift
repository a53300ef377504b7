import Foundation
import Notebook
import Testing

/// Questions as they are typed, and answers as they are shown.
@Suite struct TrialTests {
  private let form = TrialForm(
    "what there is", arguments: "PICTURE CAPTION…",
    options: [
      .init("find", "Search"), .init("pair", values: 2...2, "WORD WORD", "Two words"),
      .init("set", values: 3...50, "WORD…", "A set"), .init("model", values: 1...1, "FOLDER", "A model", opens: true),
    ], examples: [], line: .furtherArgument, leading: 1)

  @Test func `arguments and options come in any order`() throws {
    let question = try TrialQuestion(
      parsing: ["a.png", "--pair", "x", "y", "two cats", "--model=m", "--find", "-", "--", "--odd"], by: form)
    #expect(question.words == ["a.png", "two cats", "--odd"] && question.readsInput && question.has("find"))
    #expect(question.values(of: "pair") == [["x", "y"]] && question.value(of: "model") == "m")
    let sets = try TrialQuestion(parsing: ["--set", "a", "b", "c", "--set", "d", "e", "f", "g"], by: form)
    #expect(sets.values(of: "set") == [["a", "b", "c"], ["d", "e", "f", "g"]])
  }

  @Test(arguments: [
    (["--fnid"], "there is no option --fnid; did you mean --find?"),
    (["--pair", "x"], "--pair takes 2 values, found 1: --pair WORD WORD"),
    (["--set", "x", "--find"], "--set takes 3 values or more, found 1: --set WORD…"),
    (["--find=x"], "--find takes no value, found 1"), (["--model"], "--model takes a value, found 0: --model FOLDER"),
  ])
  func `a wrong option is named`(_ typed: [String], _ message: String) throws {
    let error = try #require(throws: SettingsError.self) { try TrialQuestion(parsing: typed, by: form) }
    #expect(error.findings == [message])
  }

  @Test func `what is too much is refused`() {
    #expect(throws: SettingsError.self) { try TrialQuestion(parsing: [String(repeating: "x", count: 5000)], by: form) }
    #expect(throws: SettingsError.self) {
      try TrialQuestion(Array(repeating: "x", count: TrialQuestion.mostArguments + 1)).check()
    }
  }

  @Test func `another picture or model has to be opened, another caption not`() throws {
    let first = try TrialQuestion(parsing: ["a.png", "x"], by: form)
    #expect(
      form.opening(of: first) == form.opening(of: try TrialQuestion(parsing: ["a.png", "y", "--find"], by: form)))
    #expect(form.opening(of: first) != form.opening(of: try TrialQuestion(parsing: ["b.png", "x"], by: form)))
    #expect(
      form.opening(of: first) != form.opening(of: try TrialQuestion(parsing: ["a.png", "--model", "m"], by: form)))
  }

  private let answer = TrialAnswer(parts: [
    .table(
      TrialTable(
        "captions",
        columns: [
          .init("caption"), .init("share", key: "probability", .percent(1), fullBar: 1), .init("more", .fixed(2)),
        ],
        rows: [
          [.text("two\u{1B}[31m cats"), .number(0.75), .number(-0.001)], [.text("猫"), .number(0.25), .none],
        ])),
    .matrix(
      TrialMatrix("head", title: "A head", rows: ["a", "b"], columns: ["a", "b"], values: [[1, 0], [0.25, 0.75]])),
  ])

  @Test func `a table is set in columns with bars, and nothing in it is obeyed by a terminal`() {
    let lines = answer.lines(isColored: false)
    #expect(
      lines == [
        "  caption              share                        more",
        #"  two\u{1b}[31m cats  75.0 %  ███████████████       0.00"#,
        "  猫                  25.0 %  █████                    –",
        "", "A head", "        0   1", "  0 a 100   ·", "  1 b  25  75",
      ])
    let colored = answer.lines(isColored: true).joined()
    #expect(colored.contains("\u{1B}[48;5;") && !colored.contains("\u{1B}[31m"))
  }

  @Test func `JSON and CSV have every digit`() throws {
    let json = try #require(try JSONSerialization.jsonObject(with: answer.json()) as? [String: Any])
    let rows = try #require(json["captions"] as? [[String: Any]])
    #expect(
      rows[0]["probability"] as? Double == 0.75 && rows[0]["more"] as? Double == -0.001 && rows[1]["more"] is NSNull)
    #expect((json["head"] as? [String: Any])?["values"] as? [[Double]] == [[1, 0], [0.25, 0.75]])
    let (text, others) = try answer.csv()
    #expect(text == "caption,probability,more\r\ntwo\u{1B}[31m cats,0.75,-0.001\r\n猫,0.25,\r\n" && others == ["head"])
    #expect(try answer.part(named: "head").csv().text == ",a,b\r\na,1.0,0.0\r\nb,0.25,0.75\r\n")
    #expect(throws: SettingsError.self) { try answer.part(named: "heads") }
  }
}
