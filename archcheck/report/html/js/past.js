// Then and now: earlier reports side by side with this one, what is gone and what has come.

const PAST_COUNTS = [
  ["new", "new findings"],
  ["known", "known findings"],
  ["debt", "debt"],
  ["exempt", "exempt"],
  ["unproven", "unproven calls"],
  ["call_sites", "call sites"],
  ["modules", "modules"],
  ["imports", "imports"],
  ["functions", "functions"],
];

function markSince() {
  const oldest = raw.past.map((past) => ({ name: past.name, ids: new Set(past.findings.map(([id]) => id)) }));
  if (!oldest.length) return;
  for (const finding of findings) {
    const first = oldest.find(({ ids }) => ids.has(finding.id));
    finding.since = first ? `since ${first.name}` : "since now";
  }
}

function buildPast() {
  if (!raw.past.length) return;
  const section = headed(
    "past",
    "Earlier reports beside this one. A finding is the same as long as its rule, contract, scope and object are.",
  );
  const columns = [...raw.past, { name: "now", ...raw.now, findings: findings.map(({ id }) => [id]) }];
  const contracts = [...new Set(columns.flatMap((column) => Object.keys(column.contracts)))];
  section.append(
    el(
      "div",
      { class: "scroll" },
      el(
        "table",
        { class: "then" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            el("th", { scope: "col" }, ""),
            columns.map(({ name }, at) =>
              el("th", { scope: "col" }, breakable(name), at ? el("small", { class: "change" }) : null),
            ),
          ),
        ),
        el(
          "tbody",
          {},
          PAST_COUNTS.map(([key, label]) =>
            el(
              "tr",
              {},
              el("th", { scope: "row" }, label),
              columns.map((column, at) => pastCount(columns, at, key)),
            ),
          ),
          contracts.map((id) =>
            el(
              "tr",
              {},
              el("th", { scope: "row" }, code(id)),
              columns.map(({ contracts: own }, at) =>
                el("td", {}, own[id] ? badge(own[id]) : "", at ? el("small", { class: "change" }) : null),
              ),
            ),
          ),
        ),
      ),
    ),
  );
  const last = raw.past.at(-1);
  const here = new Set(findings.map(({ id }) => id));
  const before = new Set(last.findings.map(([id]) => id));
  section.append(
    changed(
      `Gone since ${last.name}`,
      last.findings.filter(([id]) => !here.has(id)),
      ([, rule, contract, severity, state, path, line, message]) =>
        el(
          "li",
          { class: "short" },
          el("span", { class: "severity settled" }),
          el("span", {}, breakable(message)),
          el("span", { class: "soft" }, breakable(`${path}:${line}`)),
        ),
    ),
    changed(
      `Come since ${last.name}`,
      findings.filter(({ id }) => !before.has(id)),
      shortRow,
    ),
  );
}

function pastCount(columns, at, key) {
  const number = columns[at].counts[key];
  const change = at ? number - columns[at - 1].counts[key] : 0;
  return el(
    "td",
    {},
    figures.format(number),
    at
      ? el("small", { class: "change" }, change ? `${change > 0 ? "+" : "−"}${figures.format(Math.abs(change))}` : "")
      : null,
  );
}

function changed(title, items, make) {
  if (!items.length) return el("p", { class: "soft nothing" }, `${title}: nothing.`);
  const rows = el("ul", { class: "plain" });
  const { more } = inChunks(rows, items, make, 10);
  return el(
    "details",
    { class: "group", open: items.length <= 10 },
    el("summary", {}, el("span", {}, title), el("span", { class: "number" }, figures.format(items.length))),
    rows,
    more,
  );
}
