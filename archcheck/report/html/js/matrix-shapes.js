// The matrix drawn: fields, the heads of its rows and columns, and a cross that follows the pointer and the arrow keys.

const HEAD = { top: 22, name: 12, number: 10, layer: 11, gap: 8 };

// What stands left of the fields: the layer once, the name, the number that its column has, too.
function matrixMargin({ groups, level }, width) {
  const names = Math.max(...groups.map(({ label }) => widthOf(label, HEAD.name)));
  const layer =
    level === "cells" ? Math.max(...groups.map((group) => widthOf(layerHead(group), HEAD.layer, 600))) + 12 : 0;
  return Math.ceil(Math.min(width < 560 ? 126 : 250, layer + names + numberMargin(groups) + 4));
}

const numberMargin = (groups) => widthOf(String(groups.length), HEAD.number) + 2 * HEAD.gap;
const layerHead = ({ layer }) => (layerOrder.has(layer) ? shortened(layer, 44, HEAD.layer, 600) : "–");

function drawMatrix(canvas, caption, { groups, ties, level }, total) {
  const n = groups.length;
  const width = Math.max(280, canvas.clientWidth);
  const left = matrixMargin({ groups, level }, width);
  const { least, most, few } = MATRIX_FIELD;
  const size = Math.max(least, Math.min(n > 12 ? most : few, Math.floor((width - left - 2) / n)));
  const { top } = HEAD;
  const [wide, high] = [left + n * size + 2, top + n * size + 2];
  const drawn = svg("svg", {
    viewBox: `0 0 ${wide} ${high}`,
    width: wide,
    height: high,
    tabindex: 0,
    role: "application",
    "aria-label": "Dependency matrix; arrow keys move, Enter opens",
  });
  drawn.append(
    ...wrongSide(groups, left, top, size),
    ...groups.flatMap((group, at) =>
      matrixHeads(group, at, groups[at - 1], { left, top, size, level, taken: numberMargin(groups) }),
    ),
  );
  const cross = crosshair(drawn, left, top, n * size);
  groups.forEach((row, y) =>
    groups.forEach((column, x) => {
      const tie = ties.get(`${row.key} ${column.key}`);
      if (tie) drawn.append(matrixCell(row, column, tie, left + x * size, top + y * size, size, level));
    }),
  );
  startCursor(drawn, caption, { groups, ties, level, total, cross, left, top, size });
  canvas.replaceChildren(drawn);
}

function crosshair(drawn, left, top, extent) {
  const across = svg("rect", { class: "cross", x: 0, width: left + extent, y: top });
  const down = svg("rect", { class: "cross", y: 0, height: top + extent, x: left });
  drawn.append(across, down);
  return (x, y, size) => {
    across.setAttribute("height", size);
    down.setAttribute("width", size);
    across.setAttribute("y", top + y * size);
    down.setAttribute("x", left + x * size);
  };
}

// The caption says what the pointer or the arrow keys are at.
function startCursor(drawn, caption, { groups, ties, level, total, cross, left, top, size }) {
  const last = groups.length - 1;
  const cursor = { x: -1, y: -1 };
  const rest = `${figures.format(groups.length)} of ${many(total, "row")}. Point at a field for what it stands for; it opens on its imports.`;
  const within = (at) => Math.max(0, Math.min(last, at));
  const move = (x, y) => {
    Object.assign(cursor, { x: within(x), y: within(y) });
    cross(cursor.x, cursor.y, size);
    const [row, column] = [groups[cursor.y], groups[cursor.x]];
    caption.textContent = tieText(row, column, ties.get(`${row.key} ${column.key}`));
  };
  drawn.addEventListener("pointermove", (event) => {
    const box = drawn.getBoundingClientRect();
    const x = Math.floor((event.clientX - box.left - left) / size);
    const y = Math.floor((event.clientY - box.top - top) / size);
    if (x === within(x) && y === within(y) && (x !== cursor.x || y !== cursor.y)) move(x, y);
  });
  drawn.addEventListener("pointerleave", () => {
    cross(0, 0, 0);
    Object.assign(cursor, { x: -1, y: -1 });
    caption.textContent = rest;
  });
  drawn.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (step) {
      event.preventDefault();
      move(cursor.x + step[0], cursor.y + step[1]);
    } else if (event.key === "Enter" && cursor.x >= 0 && event.target === drawn) {
      go(tieHash(groups[cursor.y], groups[cursor.x], level));
    }
  });
  caption.textContent = rest;
}

// A faint ground where an import would go up, and the fields of the diagonal.
function wrongSide(groups, left, top, size) {
  const shapes = [];
  groups.forEach((row, y) => {
    const until = groups.findIndex(({ layer }) => layer === row.layer);
    if (layerOrder.has(row.layer) && until > 0)
      shapes.push(svg("rect", { class: "wrong", x: left, y: top + y * size, width: until * size, height: size }));
    shapes.push(svg("rect", { class: "diagonal", x: left + y * size, y: top + y * size, width: size, height: size }));
    if (y && groups[y - 1].layer !== row.layer) {
      const [x, far] = [left + y * size, groups.length * size];
      shapes.push(svg("path", { class: "rule", d: `M0,${top + y * size} H${left + far} M${x},0 V${top + far}` }));
    }
  });
  return shapes;
}

function matrixHeads(group, at, before, { left, top, size, level, taken }) {
  const middle = (at + 0.5) * size;
  const number = (x, y, anchor) =>
    svg("text", { x, y, class: "number", "text-anchor": anchor, "font-size": HEAD.number }, String(at + 1));
  const href =
    level === "cells"
      ? hashOf("cell", group.key)
      : findingsIn(level === "layers" ? { layer: group.key } : { area: group.key });
  const room = left - taken - (level === "cells" ? widthOf(layerHead(group), HEAD.layer, 600) + 12 : 2);
  const heads = [
    svg(
      "a",
      { href, class: "row" },
      svg("title", {}, group.key),
      svg(
        "text",
        { x: left - taken, y: top + middle, class: "head", "text-anchor": "end", "font-size": HEAD.name },
        shortened(group.label, room, HEAD.name),
      ),
      number(left - HEAD.gap, top + middle, "end"),
    ),
  ];
  if (level === "cells" && group.layer !== before?.layer)
    heads.push(svg("text", { x: 2, y: top + middle, class: "layer-head", "font-size": HEAD.layer }, layerHead(group)));
  if (size >= 16 || at % 5 === 4 || at === 0) heads.push(number(left + middle, top - 8, "middle"));
  return heads;
}

function matrixCell(row, column, tie, x, y, size, level) {
  const share = Math.min(1, 0.28 + Math.log2(tie.count + 1) / 9);
  const shown = figures.format(tie.count);
  return svg(
    "a",
    {
      href: tieHash(row, column, level),
      class: tie.findings ? (share > 0.62 ? "field red strong" : "field red") : "field",
      "--share": share.toFixed(2),
      "aria-label": tieText(row, column, tie),
      tabindex: -1,
    },
    svg("rect", { x: x + 0.5, y: y + 0.5, width: size - 1, height: size - 1, rx: size > 16 ? 3 : 1 }),
    size >= 20 && shown.length * 6.2 < size - 2
      ? svg("text", { x: x + size / 2, y: y + size / 2, "text-anchor": "middle" }, shown)
      : null,
  );
}
