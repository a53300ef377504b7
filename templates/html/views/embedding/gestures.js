// What fingers, a mouse and a wheel do on a map: drag, pinch, turn, point and tap.

/// Listens on a canvas.
///
/// - at(event): the place on the canvas. isReady(): whether the wheel is meant for the map and not for the page.
/// - ontake(): a mouse takes the map up. onpan(dx, dy), onzoom(factor, point), onpoint(point or null), ontap(point, isTouch).
Quire.embedding.gestures = (canvas, { at, isReady, ontake, onpan, onzoom, onpoint, ontap }) => {
  const pointers = new Map();
  let travelled = 0;

  canvas.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    pointers.set(event.pointerId, at(event));
    if (pointers.size === 1) travelled = 0;
    canvas.setPointerCapture(event.pointerId);
    if (event.pointerType === "mouse") ontake();
  });
  // The focus that the map has just been given would go on to the page.
  canvas.addEventListener("mousedown", (event) => event.preventDefault());

  canvas.addEventListener("pointermove", (event) => {
    const point = at(event);
    const before = pointers.get(event.pointerId);
    if (!before) {
      if (event.pointerType !== "touch") onpoint(point);
      return;
    }
    if (pointers.size === 1) {
      travelled += Math.hypot(point.x - before.x, point.y - before.y);
      // A hand that trembles while it clicks does not drag.
      if (travelled > 4) {
        onpoint(null);
        onpan(point.x - before.x, point.y - before.y);
      }
    } else {
      const [other] = [...pointers.entries()].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
      const span = (one) => Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
      travelled = Infinity;
      // Each finger moves the middle by half.
      onpan((point.x - before.x) / 2, (point.y - before.y) / 2);
      onzoom(span(point) / span(before), { x: (point.x + other.x) / 2, y: (point.y + other.y) / 2 });
    }
    pointers.set(event.pointerId, point);
  });

  const end = (event) => {
    if (!pointers.delete(event.pointerId)) return;
    if (event.type === "pointerup" && pointers.size === 0 && travelled <= 4) ontap(at(event), event.pointerType === "touch");
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  canvas.addEventListener("pointerleave", () => { if (!pointers.size) onpoint(null); });

  canvas.addEventListener("wheel", (event) => {
    // Without the key the page scrolls on, unless the map was taken up before.
    if (!event.ctrlKey && !isReady()) return;
    event.preventDefault();
    const pixels = event.deltaMode === 1 ? event.deltaY * 20 : event.deltaMode === 2 ? event.deltaY * 300 : event.deltaY;
    onzoom(Math.exp(-Quire.clamp(pixels, -200, 200) * (event.ctrlKey ? 0.006 : 0.003)), at(event));
  }, { passive: false });
};
