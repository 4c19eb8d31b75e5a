// Where to work: areas down, layers across; a number is findings, its colour findings a module.

const GRID_ROWS = 20;

function buildGrid() {
  if (!cells.length) return;
  const word = raw.area;
  const section = headed(
    "grid",
    `A number is findings, its colour findings per module; small figures are modules. A cell leads to its findings.` +
      (word === "package" ? " No domains are configured, so the rows are packages." : ""),
  );
  const columns = [...raw.layers.map(({ id, name }) => ({ id, name }))];
  if (cells.some((cell) => !layerOrder.has(cell.layer)))
    columns.push({ id: cells.find((cell) => !layerOrder.has(cell.layer)).layer, name: "" });
  const rows = areaRows();
  const densest = Math.max(...cells.map((cell) => cell.findings / cell.modules), 0);
  const most = Math.max(...rows.map((row) => row.findings), 1);
  const body = el("tbody", {});
  const { more } = inChunks(body, rows, (row) => gridRow(row, columns, densest, most), GRID_ROWS);
  const table = el(
    "table",
    { class: "heat" },
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col" }, word),
        columns.map(({ id, name }) =>
          el("th", { scope: "col", title: name }, el("b", {}, id), name ? el("small", {}, name) : null),
        ),
        el("th", { scope: "col", class: "total" }, "findings"),
      ),
    ),
    body,
    el("tfoot", {}, gridTotals(rows, columns)),
  );
  section.append(el("div", { class: "scroll" }, table), more);
}

function areaRows() {
  const rows = new Map();
  for (const cell of cells) {
    if (!rows.has(cell.area)) rows.set(cell.area, { area: cell.area, cells: new Map(), findings: 0, modules: 0 });
    const row = rows.get(cell.area);
    row.cells.set(cell.layer, cell);
    row.findings += cell.findings;
    row.modules += cell.modules;
  }
  return [...rows.values()].sort(
    (a, b) => b.findings - a.findings || b.modules - a.modules || (a.area < b.area ? -1 : 1),
  );
}

function gridRow(row, columns, densest, most) {
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, link(findingsIn({ area: row.area }), breakable(areaLabel(row.area)))),
    columns.map(({ id }) => gridCell(row.cells.get(id), densest)),
    el(
      "td",
      { class: "total" },
      el("span", { class: "value" }, row.findings ? figures.format(row.findings) : ""),
      el("span", { class: "share", "--share": row.findings / most }),
    ),
  );
}

function gridCell(cell, densest) {
  if (!cell) return el("td", { class: "none" });
  const heat = densest ? Math.sqrt(cell.findings / cell.modules / densest) : 0;
  const title = `${cell.layer}, ${cell.area}: ${many(cell.findings, "finding")} in ${many(cell.modules, "module")}`;
  const href = cell.findings ? findingsIn({ layer: cell.layer, area: cell.area }) : hashOf("cell", cell.id);
  return el(
    "td",
    {},
    el(
      "a",
      {
        href,
        title,
        "aria-label": title,
        class: cell.findings ? (heat > 0.62 ? "hot strong" : "hot") : "cold",
        "--heat-share": heat.toFixed(3),
      },
      el("b", {}, cell.findings ? figures.format(cell.findings) : ""),
      el("small", {}, figures.format(cell.modules)),
    ),
  );
}

function gridTotals(rows, columns) {
  const sum = (id) =>
    cells.filter((cell) => cell.layer === id).reduce(([f, m], cell) => [f + cell.findings, m + cell.modules], [0, 0]);
  const total = rows.reduce((number, row) => number + row.findings, 0);
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, many(rows.length, raw.area)),
    columns.map(({ id }) => {
      const [found, size] = sum(id);
      return el(
        "td",
        {},
        link(findingsIn({ layer: id }), el("b", {}, figures.format(found)), el("small", {}, figures.format(size))),
      );
    }),
    el("td", { class: "total" }, el("span", { class: "value" }, figures.format(total))),
  );
}
