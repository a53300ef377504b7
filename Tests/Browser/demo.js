// A view for the tests of the frame: a row of squares, one of them chosen by all views of the same data.

Quire.define({
  kind: "demo", title: "Demonstration",
  mount(host) {
    const { numbers } = host.source.arrays;
    const { name } = host.source.values;
    const store = host.store;
    if (store.state.chosen === undefined) store.set({ chosen: Number(host.options.chosen ?? 0) });
    const side = () => Math.min(60, (surface.width || 300) / numbers.length);
    const draw = (pen, theme) => {
      for (const [index, number] of numbers.entries()) {
        pen.rect(index * side(), 0, side(), side(), {
          fill: theme.series[index], stroke: index === store.state.chosen ? theme.text : undefined, width: 4,
        });
        pen.text(Quire.format(number, 1), index * side() + side() / 2, 75, { fill: theme.text, align: "center" });
      }
      pen.curve(0, 90, 100, 95, { stroke: theme.quiet });
      pen.text(name, 2, 100, { fill: theme.text, maxWidth: 50 });
      pen.pixels(120, 85, 20, 10, { width: 2, height: 1, rgba: new Uint8ClampedArray([255, 0, 0, 255, 0, 0, 255, 255]) });
    };
    const surface = Quire.surface(host, {
      size: (width) => ({ width, height: 110 }), draw, label: () => `Square ${store.state.chosen} of ${numbers.length}`,
    });
    host.element.append(surface.element);
    const cursor = Quire.cursor(host, surface, {
      name: "Squares", rows: () => 1, columns: () => numbers.length,
      rect: (row, column) => ({ x: column * side(), y: 0, width: side(), height: side() }),
      label: (row, column) => `square ${column}: ${Quire.format(numbers[column], 1)}`,
      onpick: (row, column) => {
        store.set({ chosen: column });
        host.remember({ chosen: column, name });
      },
    });
    store.watch(() => surface.schedule());
    return {
      go: ({ chosen }) => {
        store.set({ chosen: Quire.clamp(Number(chosen), 0, numbers.length - 1) });
        cursor.go(0, Number(chosen), true);
      },
      size: () => ({ width: surface.width, height: surface.height }), draw,
      table: () => ({ columns: ["square", "number"], rows: [...numbers].map((number, index) => [index, number]) }),
    };
  },
});
