// The dependency structure matrix: rows import columns, in order of layers. What lies left of the diagonal goes up.

const MATRIX_ROWS = 60;
const MATRIX_FIELD = { least: 13, most: 30, few: 44 };
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
    const fitting = rowsFitting(whole, canvas.clientWidth);
    const shown = matrixState.all ? whole : worstRows(whole, fitting);
    scope.hidden = whole.groups.length <= fitting;
    scope.textContent = matrixState.all ? `Only the ${fitting} with most findings` : `Show all ${whole.groups.length}`;
    drawMatrix(canvas, caption, shown, whole.groups.length);
  };
  sections.set("matrix", (query) => {
    Object.assign(matrixState, { level: query.get("level") ?? "", all: query.get("all") ?? "" });
    draw();
  });
  drawnToWidth(canvas, draw);
}

// The rows, and what leads from one to another, as {count, findings} by "row column".
function matrixGroups(level) {
  const key = { cells: (cell) => cell.id, layers: (cell) => cell.layer, areas: (cell) => cell.area }[level];
  const groups = new Map();
  for (const cell of cells) {
    const group = groups.get(key(cell)) ?? {
      key: key(cell),
      layer: level === "areas" ? null : cell.layer,
      label: level === "layers" ? layerTitle(cell.layer) : areaLabel(cell.area),
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

function layerTitle(layer) {
  const name = raw.layers.find(({ id }) => id === layer)?.name;
  return name ? `${layer}  ${name}` : layer;
}

// As many rows as can be read side by side: the matrix is as wide as it is high.
function rowsFitting(whole, width) {
  return Math.max(8, Math.min(MATRIX_ROWS, Math.floor((width - matrixMargin(whole, width)) / MATRIX_FIELD.least)));
}

function worstRows({ groups, ties, level }, most) {
  if (groups.length <= most) return { groups, ties, level };
  const weight = new Map(groups.map((group) => [group.key, group.findings / 1e4]));
  for (const a of groups) {
    for (const b of groups) {
      const tie = ties.get(`${a.key} ${b.key}`);
      if (tie) for (const { key } of [a, b]) weight.set(key, weight.get(key) + tie.findings + tie.count / 1e6);
    }
  }
  const kept = new Set([...groups].sort((a, b) => weight.get(b.key) - weight.get(a.key)).slice(0, most));
  return { groups: groups.filter((group) => kept.has(group)), ties, level };
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
