import Rendering
import Testing

struct TaskListTests {
  @Test func `a task is done by its own brackets`() throws {
    let document = try MarkdownParser.parse("- [ ] put [x] here\n- [x] done\n- [X] too\n")
    guard case .list(let list)? = document.blocks.first else {
      Issue.record("no list")
      return
    }
    #expect(list.items.map(\.isDone) == [false, true, true])
  }
}
