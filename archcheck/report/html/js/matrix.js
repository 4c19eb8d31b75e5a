// The dependency structure matrix: rows import columns, in order of layers. What lies left of the diagonal goes up.

const MATRIX_ROWS = 60;
const MATRIX_LEVELS = [
  { key: "cells", label: `layer and ${raw.area}` },
  { key: "layers", label: "layers" },
  { key: "areas", label: raw.area === "domain" ? "domains" : "packages" },
];

const matrixState = { level: "", all: "" };

function buildMatrix() {
  if (cells.length < 2) return;
  const section = headed(
    "matrix",
    "Rows import columns; layers come from the highest to the lowest. What is left of the diagonal goes up, what is red breaks a contract.",
  );
  const hash = (change) => {
    const kept = Object.entries({ ...matrixState, ...change }).filter(([, value]) => value);
    return kept.length ? `#matrix?${new URLSearchParams(kept)}` : "#matrix";
  };
  const level = el(
    "select",
    { change: (event) => go(hash({ level: event.target.value }), { scroll: false }) },
    MATRIX_LEVELS.map(({ key, label }) => el("option", { value: key === "cells" ? "" : key }, label)),
  );
  const scope = el("button", {
    type: "button",
    class: "quiet",
    click: () => go(hash({ all: matrixState.all ? "" : "yes" }), { scroll: false }),
  });
  const canvas = el("div", { class: "scroll matrix" });
  const caption = el("p", { class: "caption soft", "aria-live": "polite" });
  section.append(
    el("div", { class: "controls" }, el("label", {}, el("span", {}, "Rows"), level), scope),
    canvas,
    caption,
  );
  const draw = () => {
    level.value = matrixState.level;
    const whole = matrixGroups(matrixState.level || "cells");
    const shown = matrixState.all ? whole : inSight(whole);
    scope.hidden = whole.groups.length <= MATRIX_ROWS;
    scope.textContent = matrixState.all
      ? `Only the ${MATRIX_ROWS} with most findings`
      : `Show all ${whole.groups.length}`;
    drawMatrix(canvas, caption, shown, whole.groups.length);
  };
  sections.set("matrix", (query) => {
    Object.assign(matrixState, { level: query.get("level") ?? "", all: query.get("all") ?? "" });
    draw();
  });
  let width = 0;
  new ResizeObserver(() => {
    if (Math.abs(canvas.clientWidth - width) > 8) {
      width = canvas.clientWidth;
      draw();
    }
  }).observe(canvas);
}

// The rows, and what leads from one to another, as {count, findings} by "row column".
function matrixGroups(level) {
  const key = { cells: (cell) => cell.id, layers: (cell) => cell.layer, areas: (cell) => cell.area }[level];
  const groups = new Map();
  for (const cell of cells) {
    const group = groups.get(key(cell)) ?? {
      key: key(cell),
      layer: level === "areas" ? null : cell.layer,
      label: level === "cells" ? cell.area : key(cell),
      cells: [],
      findings: 0,
    };
    group.cells.push(cell);
    group.findings += cell.findings;
    groups.set(group.key, group);
  }
  const ties = new Map();
  for (const edge of edges) {
    const [row, column] = [key(edge.source), key(edge.target)];
    if (row === column) continue;
    const tie = ties.get(`${row} ${column}`) ?? { count: 0, findings: 0 };
    tie.count += edge.count;
    tie.findings += edge.findings;
    ties.set(`${row} ${column}`, tie);
  }
  return { groups: [...groups.values()], ties, level };
}

function inSight({ groups, ties, level }) {
  if (groups.length <= MATRIX_ROWS) return { groups, ties, level };
  const weight = new Map(groups.map((group) => [group.key, group.findings / 1e4]));
  for (const a of groups) {
    for (const b of groups) {
      const tie = ties.get(`${a.key} ${b.key}`);
      if (tie) for (const { key } of [a, b]) weight.set(key, weight.get(key) + tie.findings + tie.count / 1e6);
    }
  }
  const kept = new Set([...groups].sort((a, b) => weight.get(b.key) - weight.get(a.key)).slice(0, MATRIX_ROWS));
  return { groups: groups.filter((group) => kept.has(group)), ties, level };
}

function drawMatrix(canvas, caption, { groups, ties, level }, total) {
  const n = groups.length;
  const width = Math.max(280, canvas.clientWidth);
  const longest = Math.max(...groups.map(({ label }) => label.length));
  const left = Math.min(width < 560 ? 118 : 220, longest * 7 + (level === "cells" ? 70 : 40));
  const size = Math.max(9, Math.min(30, Math.floor((width - left - 2) / n)));
  const top = 22;
  const drawn = svg("svg", {
    width: left + n * size + 2,
    height: top + n * size + 2,
    tabindex: 0,
    role: "application",
    "aria-label": "Dependency matrix; arrow keys move, Enter opens",
  });
  drawn.append(
    ...wrongSide(groups, left, top, size),
    ...groups.flatMap((group, at) => matrixHeads(group, at, left, top, size, level)),
  );
  const crosshair = [
    svg("rect", { class: "cross", x: 0, width: left + n * size, height: size, y: -99 }),
    svg("rect", { class: "cross", y: 0, height: top + n * size, width: size, x: -99 }),
  ];
  drawn.append(...crosshair);
  groups.forEach((row, y) =>
    groups.forEach((column, x) => {
      const tie = ties.get(`${row.key} ${column.key}`);
      if (tie) drawn.append(matrixCell(row, column, tie, left + x * size, top + y * size, size, level));
    }),
  );
  const cursor = { x: -1, y: -1 };
  const idle = `${figures.format(n)} of ${many(total, "row")}. Point at a field for what it stands for; it opens on its imports.`;
  const move = (x, y) => {
    Object.assign(cursor, { x: Math.max(0, Math.min(n - 1, x)), y: Math.max(0, Math.min(n - 1, y)) });
    crosshair[0].setAttribute("y", top + cursor.y * size);
    crosshair[1].setAttribute("x", left + cursor.x * size);
    const [row, column] = [groups[cursor.y], groups[cursor.x]];
    caption.textContent = tieText(row, column, ties.get(`${row.key} ${column.key}`));
  };
  drawn.addEventListener("pointermove", (event) => {
    const box = drawn.getBoundingClientRect();
    const [x, y] = [
      Math.floor((event.clientX - box.left - left) / size),
      Math.floor((event.clientY - box.top - top) / size),
    ];
    if (x >= 0 && y >= 0 && x < n && y < n && (x !== cursor.x || y !== cursor.y)) move(x, y);
  });
  drawn.addEventListener("pointerleave", () => {
    crosshair[0].setAttribute("y", -99);
    crosshair[1].setAttribute("x", -99);
    Object.assign(cursor, { x: -1, y: -1 });
    caption.textContent = idle;
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
  caption.textContent = idle;
  canvas.replaceChildren(drawn);
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

function matrixHeads(group, at, left, top, size, level) {
  const heads = [];
  const tall = size >= 11;
  const label = level === "cells" ? group.label : group.key;
  const href =
    level === "cells"
      ? hashOf("cell", group.key)
      : findingsIn(level === "layers" ? { layer: group.key } : { area: group.key });
  const name = svg(
    "a",
    { href, class: "row" },
    svg(
      "text",
      { x: left - 26, y: top + (at + 0.5) * size, class: "name", "text-anchor": "end", "font-size": tall ? 12 : 8.5 },
      shortened(label, left - (level === "cells" ? 62 : 32), tall ? 6.6 : 4.6),
    ),
    svg(
      "text",
      { x: left - 6, y: top + (at + 0.5) * size, class: "number", "text-anchor": "end", "font-size": tall ? 10 : 7.5 },
      String(at + 1),
    ),
  );
  heads.push(name);
  if (level === "cells")
    heads.push(
      svg(
        "text",
        { x: 2, y: top + (at + 0.5) * size, class: "layer", "font-size": tall ? 11 : 8 },
        layerOrder.has(group.layer) ? group.layer.slice(0, 5) : "–",
      ),
    );
  if (size >= 14 || at % 5 === 4 || at === 0)
    heads.push(
      svg(
        "text",
        {
          x: left + (at + 0.5) * size,
          y: top - 8,
          class: "number",
          "text-anchor": "middle",
          "font-size": tall ? 10 : 7.5,
        },
        String(at + 1),
      ),
    );
  return heads;
}

function matrixCell(row, column, tie, x, y, size, level) {
  const share = Math.min(1, 0.28 + Math.log2(tie.count + 1) / 9);
  const shown = figures.format(tie.count);
  return svg(
    "a",
    {
      href: tieHash(row, column, level),
      class: tie.findings ? "field red" : "field",
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

function tieText(row, column, tie) {
  if (row === column) return `${row.key} itself`;
  if (!tie) return `${row.key} does not import ${column.key}`;
  return `${row.key} imports ${column.key}: ${many(tie.count, "import")}${tie.findings ? `, ${many(tie.findings, "finding")}` : ""}`;
}

function tieHash(row, column, level) {
  return `#imports-${encodeURIComponent(`${level}\n${row.key}\n${column.key}`)}`;
}

const importsHash = (source, target) => tieHash({ key: source.id }, { key: target.id }, "cells");
