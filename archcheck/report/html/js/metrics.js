// Coupling of packages, and circles of imports with the imports that would open them.

const COUPLING_COLUMNS = [
  { key: "package", label: "package", of: ([name]) => name, text: true },
  { key: "modules", label: "modules", of: ([, size]) => size },
  { key: "afferent", label: "afferent", title: "modules outside that import it", of: ([, , users]) => users },
  { key: "efferent", label: "efferent", title: "modules outside that it imports", of: ([, , , used]) => used },
  {
    key: "instability",
    label: "instability",
    title: "efferent by all: 0 is depended upon alone, 1 depends alone",
    of: ([, , users, used]) => (users + used ? used / (users + used) : -1),
  },
];

function buildCoupling() {
  if (!raw.packages.length) return;
  const section = headed(
    "coupling",
    "Afferent: modules outside that import the package. Efferent: modules outside that it imports. Instability is efferent by both: what many depend on should be near 0.",
  );
  const depths = [...new Set(raw.packages.map(([name]) => name.split(".").length))].sort((a, b) => a - b);
  const state = {
    by: "package",
    down: false,
    depth:
      depths.find((depth) => raw.packages.filter(([name]) => name.split(".").length <= depth).length > 3) ??
      depths.at(-1),
  };
  const holder = el("div", { class: "scroll" });
  const depth = el(
    "select",
    { change: () => ((state.depth = Number(depth.value)), draw()) },
    depths.map((each) => el("option", { value: each, selected: each === state.depth }, String(each))),
  );
  const draw = () => holder.replaceChildren(...couplingTable(state, draw));
  section.append(el("div", { class: "controls" }, el("label", {}, el("span", {}, "Down to depth"), depth)), holder);
  draw();
}

function couplingTable(state, draw) {
  const column = COUPLING_COLUMNS.find(({ key }) => key === state.by);
  const rows = raw.packages.filter(([name]) => name.split(".").length <= state.depth);
  rows.sort((a, b) => {
    const [x, y] = [column.of(a), column.of(b)];
    return (x < y ? -1 : x > y ? 1 : 0) * (state.down ? -1 : 1) || (a[0] < b[0] ? -1 : 1);
  });
  const sort = (key) => () => {
    state.down = state.by === key ? !state.down : key !== "package";
    state.by = key;
    draw();
  };
  const head = COUPLING_COLUMNS.map(({ key, label, title }) =>
    el(
      "th",
      { scope: "col", title, "aria-sort": state.by === key ? (state.down ? "descending" : "ascending") : "none" },
      el("button", { type: "button", click: sort(key) }, label),
    ),
  );
  const body = el("tbody", {});
  const { more } = inChunks(body, rows, couplingRow, 30);
  const table = el("table", { class: "coupling" }, el("thead", {}, el("tr", {}, head)), body);
  return [table, more];
}

function couplingRow(row) {
  const [name, size, users, used] = row;
  const instability = COUPLING_COLUMNS[4].of(row);
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, moduleByName.has(name) ? moduleLink(name) : code(name)),
    [size, users, used].map((number) => el("td", {}, figures.format(number))),
    el(
      "td",
      {},
      instability < 0
        ? el("span", { class: "soft" }, "none")
        : [
            el("span", { class: "value" }, instability.toFixed(2)),
            el("span", { class: "share", "--share": instability.toFixed(3) }),
          ],
    ),
  );
}

function buildCycles() {
  const section = headed(
    "cycles",
    "Children of a package that import one another in a circle, and the imports without which they would not: the fewest that grimp nominates.",
  );
  if (!raw.cycles.length) return section.append(el("p", { class: "soft" }, "There are none."));
  const order = [...raw.cycles].sort((a, b) => a.cuts.length - b.cuts.length || (a.package < b.package ? -1 : 1));
  const list = el("div", { class: "groups" });
  const { more } = inChunks(list, order, cycleBlock, 12);
  section.append(list, more);
  return undefined;
}

function cycleBlock(cycle, at) {
  const own = (name) =>
    name.startsWith(`${cycle.package}.`) ? name.slice(cycle.package.length + 1).split(".")[0] : name;
  const pairs = new Map();
  for (const cut of cycle.cuts) {
    const key = `${own(cut[0])} → ${own(cut[1])}`;
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(cut);
  }
  const byPair = [...pairs].sort(([a, x], [b, y]) => x.length - y.length || (a < b ? -1 : 1));
  const rows = el("ol", { class: "rows cuts" });
  const block = el(
    "details",
    { class: "group", open: at < 3, toggle: () => block.open && fill() },
    el(
      "summary",
      {},
      el("span", {}, breakable(cycle.package)),
      el(
        "span",
        { class: "soft" },
        `${cycle.members.length} in a circle of ${many(cycle.imports, "import")}; cut ${figures.format(cycle.cuts.length)}`,
      ),
    ),
    el(
      "p",
      { class: "members" },
      cycle.members.map((name) => el("span", { class: "badge" }, own(name))),
    ),
    rows,
  );
  let filled = false;
  const fill = () => {
    if (!filled) rows.after(inChunks(rows, byPair, cutRow, 20).more);
    filled = true;
  };
  if (at < 3) fill();
  return block;
}

function cutRow([pair, cuts]) {
  return el(
    "li",
    {},
    el("p", {}, el("b", {}, pair), el("span", { class: "soft" }, ` cut ${many(cuts.length, "import")}`)),
    cuts.slice(0, 8).map(([importer, imported, line]) => {
      const path = moduleByName.get(importer)?.path ?? importer;
      const source = lineAt(path, line)?.trim();
      return el(
        "p",
        { class: "source" },
        el("code", {}, source || `${importer} imports ${imported}`),
        moduleLink(importer),
        el("span", { class: "soft" }, line ? ` line ${line}` : ""),
      );
    }),
    cuts.length > 8 ? el("p", { class: "soft" }, `and ${figures.format(cuts.length - 8)} more`) : null,
  );
}
