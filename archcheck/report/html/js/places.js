// What the panel shows: a module, a cell of layer and area, the imports behind a field of the matrix, a rule's manual page.

const SHEET_ROWS = 40;

function listed(title, items, make) {
  if (!items.length) return null;
  const rows = el("ul", { class: "plain" });
  const { more } = inChunks(rows, items, make, SHEET_ROWS);
  return el(
    "section",
    { class: "part" },
    el("h3", {}, title, el("span", { class: "number" }, figures.format(items.length))),
    rows,
    more,
  );
}

const shortRow = (finding) =>
  el(
    "li",
    { class: "short" },
    el("span", { class: `severity ${finding.state === "new" ? finding.severity : "settled"}` }),
    link(hashOf("finding", finding.id), breakable(finding.message)),
    finding.state === "new" ? null : badge(finding.state),
  );

function importRow({ importer, imported, line }, other, shown) {
  const along = findingsAlong({ importer, imported });
  return el(
    "li",
    { class: along.length ? "import red" : "import" },
    shown === "both" ? [moduleLink(importer.name), " imports "] : null,
    moduleLink(other.name),
    layerBadge(other.layer),
    line ? el("span", { class: "soft" }, ` line ${line}`) : null,
    along.length ? link(hashOf("finding", along[0].id), many(along.length, "finding")) : null,
  );
}

function openModule(name) {
  const module = moduleByName.get(name);
  if (!module) return;
  const own = findings.filter((finding) => finding.module === name);
  const sites = raw.sites.filter((site) => site.module === name);
  openSheet(
    module.cell ? "Module" : "Test module",
    name,
    el(
      "dl",
      { class: "facts" },
      [
        ["file", code(module.path)],
        [
          "layer",
          module.cell
            ? link(hashOf("cell", module.cell.id), `${module.layer ?? "no layer"}, ${module.cell.area}`)
            : (module.layer ?? "no layer"),
        ],
        ["why", module.why],
      ].map(([key, value]) => el("div", {}, el("dt", {}, key), el("dd", {}, value))),
    ),
    listed("Findings", own, shortRow),
    listed("Call sites", sites, siteLine),
    listed("Imports", importsOf(module), (found) => importRow(found, found.imported)),
    listed("Imported by", importersOf(module), (found) => importRow(found, found.importer)),
  );
}

const siteLine = (site) =>
  el(
    "li",
    {},
    code(site.expression),
    el("span", { class: "soft" }, ` line ${site.line}, `),
    site.finding ? link(hashOf("finding", site.finding), site.standing) : site.standing,
  );

function openCell(id) {
  const cell = cellById.get(id);
  if (!cell) return;
  const inside = modules.filter((module) => module.cell === cell);
  const leaving = edges.filter(({ source }) => source === cell);
  const coming = edges.filter(({ target }) => target === cell);
  const count = new Map();
  for (const finding of findings)
    if (finding.cell === cell) count.set(finding.module, (count.get(finding.module) ?? 0) + 1);
  inside.sort((a, b) => (count.get(b.name) ?? 0) - (count.get(a.name) ?? 0) || (a.name < b.name ? -1 : 1));
  openSheet(
    `Layer ${cell.layer}`,
    cell.area,
    el(
      "p",
      {},
      link(findingsIn({ layer: cell.layer, area: cell.area }), many(cell.findings, "finding")),
      ` in ${many(cell.modules, "module")}; ${many(cell.inner, "import")} inside. `,
      byId("map").hidden
        ? null
        : link(`#map?${new URLSearchParams({ open: cell.id, area: cell.area })}`, "Show it on the map"),
    ),
    listed("Modules", inside, (module) =>
      el(
        "li",
        {},
        moduleLink(module.name),
        count.has(module.name) ? el("span", { class: "found" }, many(count.get(module.name), "finding")) : null,
      ),
    ),
    listed("Imports", byFindings(leaving), (edge) => tieRow(edge, edge.target)),
    listed("Imported by", byFindings(coming), (edge) => tieRow(edge, edge.source)),
  );
}

const byFindings = (list) => list.sort((a, b) => b.findings - a.findings || b.count - a.count);

const tieRow = (edge, other) =>
  el(
    "li",
    { class: edge.findings ? "import red" : "import" },
    layerBadge(other.layer),
    link(hashOf("cell", other.id), other.area),
    " ",
    link(importsHash(edge.source, edge.target), many(edge.count, "import")),
    edge.findings ? el("span", { class: "found" }, many(edge.findings, "finding")) : null,
  );

function openImports(id) {
  const [level, source, target] = id.split("\n");
  const key = { cells: (cell) => cell?.id, layers: (cell) => cell?.layer, areas: (cell) => cell?.area }[level];
  if (!key || target === undefined) return;
  const found = modules
    .filter((module) => module.cell && key(module.cell) === source)
    .flatMap((module) => importsOf(module).filter(({ imported }) => imported.cell && key(imported.cell) === target));
  const weight = (each) => findingsAlong(each).length;
  found.sort((a, b) => weight(b) - weight(a));
  const own = [...new Set(found.flatMap(findingsAlong))];
  openSheet(
    "Imports",
    `${source} → ${target}`,
    listed("Findings", own, shortRow),
    listed("Imports", found, (each) => importRow(each, each.imported, "both")),
  );
}

function openRule(rule) {
  const manual = raw.manuals[rule];
  if (!manual) return;
  const count = findings.filter((finding) => finding.rule === rule).length;
  openSheet("Rule", rule, el("p", {}, link(findingsIn({ rule }), many(count, "finding"))), manualPage(manual.text));
}

// A manual page as it is written: headings at the margin, text and code indented below them.
function manualPage(text) {
  const page = el("div", { class: "manual" });
  for (const block of text.split(/\n(?=\S)/)) {
    const [head, ...rest] = block.split("\n");
    if (/^[A-Z]\w*$/.test(head)) {
      page.append(el("h3", {}, head));
      const body = rest
        .map((line) => line.replace(/^ {4}/, ""))
        .join("\n")
        .trim();
      const blocks = head === "Example" || head === "Instead" ? codeAndProse(body) : body.split(/\n\s*\n/);
      page.append(...blocks.map((each) => (each.code ? el("pre", {}, each.code) : el("p", {}, inCode(each)))));
    } else if (block.trim()) page.append(el("p", { class: "lead" }, inCode(block.trim())));
  }
  return page;
}

// Examples are code up to where a sentence begins.
function codeAndProse(text) {
  const blocks = text.split(/\n\s*\n/);
  const prose = blocks.findIndex((block) => /^[A-Z][a-z]* [a-z`]/.test(block));
  const until = prose < 0 ? blocks.length : prose;
  return [...(until ? [{ code: blocks.slice(0, until).join("\n\n") }] : []), ...blocks.slice(until)];
}

views.set("module", openModule);
views.set("cell", openCell);
views.set("imports", openImports);
views.set("rule", openRule);
