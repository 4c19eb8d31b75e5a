// The findings: a row each, and behind it all that is known of it.

const AREA = raw.area[0].toUpperCase() + raw.area.slice(1);

let findingList = null;
let openedFinding = null;

function findingRow(finding) {
  const head = el(
    "button",
    { type: "button", class: "head", "aria-expanded": "false", click: () => toggleFinding(finding) },
    el("span", {
      class: `severity ${finding.state === "new" ? finding.severity : "settled"}`,
      title: `${finding.severity}, ${finding.state}`,
    }),
    el("span", { class: "message" }, inCode(finding.message)),
    el(
      "span",
      { class: "meta" },
      el("span", { class: "place" }, breakable(finding.place)),
      el("span", {}, finding.rule),
      finding.layer ? layerBadge(finding.layer) : null,
      finding.area ? el("span", {}, finding.area) : null,
      finding.certainty && finding.certainty !== "certain" ? el("span", {}, finding.certainty) : null,
      finding.state !== "new" ? badge(finding.state) : null,
      finding.since ? badge(finding.since, "since") : null,
      finding.owners.map((owner) => el("span", {}, owner)),
    ),
  );
  const row = el("li", { class: "finding" }, head);
  if (finding === openedFinding) openRow(row, finding);
  return row;
}

function openRow(row, finding) {
  row.classList.add("open");
  row.firstChild.setAttribute("aria-expanded", "true");
  if (row.children.length === 1) row.append(findingBody(finding));
}

function closeRow(row) {
  row.classList.remove("open");
  row.firstChild.setAttribute("aria-expanded", "false");
}

function toggleFinding(finding) {
  go(openedFinding === finding ? findingList.hash() : hashOf("finding", finding.id), { scroll: false });
}

function findingBody(finding) {
  return el(
    "div",
    { class: "body" },
    excerpt(finding),
    finding.evidence
      ? part(
          "Evidence",
          el(
            "ul",
            { class: "evidence" },
            finding.evidence.map((hop) => el("li", {}, inCode(hop))),
          ),
        )
      : null,
    finding.witness ? part(witnessTitle(finding), steps(finding.witness, targetOf(finding))) : null,
    finding.exposure ? part("Exposure", exposure(finding)) : null,
    finding.fix ? part("Fix point", fixPoint(finding.fix)) : null,
    finding.related
      ? part(
          "Also at",
          el(
            "ul",
            {},
            finding.related.map(([path, line]) => el("li", {}, code(`${path}:${line}`))),
          ),
        )
      : null,
    finding.guidance ? part("Instead", el("p", {}, finding.guidance)) : null,
    finding.state !== "new" ? part(`Why it is ${finding.state}`, settled(finding)) : null,
    facts(finding),
  );
}

const part = (title, ...content) => el("section", { class: "part" }, el("h4", {}, title), ...content);

// Names in backticks as code.
const inCode = (text) => text.split("`").map((piece, at) => (at % 2 ? code(piece) : piece));

const witnessTitle = (finding) =>
  finding.witness[0][0].includes(":") ? "Witness: the path of calls" : "Witness: the chain of imports";

// What the last step leads to: of calls the API, whatever the finding is about; of imports the last module.
function targetOf(finding) {
  const calls = finding.witness?.[0][0].includes(":") || finding.exposure;
  const name = (calls && finding.api) || finding.object;
  return { name, layer: moduleByName.get(name.split(":")[0])?.layer ?? null };
}

function exposure(finding) {
  const [count, domains] = finding.exposure;
  const where = domains ? ` in ${many(domains, "domain")}` : "";
  return el(
    "div",
    {},
    el(
      "p",
      {},
      `${many(count, "function")}${where} outside the owners ${count === 1 ? "reaches" : "reach"} it through others.`,
    ),
    finding.exposed ? steps(finding.exposed, targetOf(finding)) : null,
  );
}

const fixPoint = ([name, clears, of]) =>
  el(
    "p",
    {},
    moduleLink(name),
    ` is on every path to it. Lifted to an owner, it clears ${figures.format(clears)} of ${many(of, "site")}.`,
  );

function settled(finding) {
  const owner = finding.owner ? ` Owner: ${finding.owner}.` : "";
  const debt = finding.debt ? ` Workstream: ${finding.debt}.` : "";
  const moved = finding.moved ? ` It was known as ${finding.moved}.` : "";
  return el("p", {}, `${finding.reason ?? "It is listed in the baseline."}${owner}${debt}${moved}`);
}

function facts(finding) {
  const rows = [
    [
      "rule",
      finding.rule in raw.manuals ? link(hashOf("rule", finding.rule), `${finding.rule}: manual page`) : finding.rule,
    ],
    ["contract", finding.contract ? link(findingsIn({ contract: finding.contract }), finding.contract) : null],
    ["module", finding.module ? moduleLink(finding.module) : null],
    [
      "layer",
      finding.cell
        ? link(hashOf("cell", finding.cell.id), `${finding.cell.layer}, ${finding.cell.area}`)
        : finding.layer,
    ],
    ["API", finding.api ? code(finding.api) : null],
    ["wraps", finding.wraps ? code(finding.wraps) : null],
    ["use", [finding.form, finding.kind, finding.effect].filter(Boolean).join(", ")],
    ["certainty", finding.certainty],
    ["owner", finding.owners.join(", ")],
    ["state", `${finding.state}, ${finding.severity}`],
    ["link", el("a", { href: hashOf("finding", finding.id) }, `#finding-${finding.id.slice(0, 12)}…`)],
  ];
  return el(
    "dl",
    { class: "facts" },
    rows.filter(([, value]) => value).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
  );
}

// `#finding-…`: open it, and where the filters would hide it, take them off.
function openFinding(id, scroll) {
  closeSheet();
  const finding = findingById.get(id);
  if (!finding) return;
  markOpen(null);
  openedFinding = finding;
  if (!findingList.matching().includes(finding)) findingList.set({});
  const row = findingList.reveal(finding);
  markOpen(finding, row);
  const box = row.getBoundingClientRect();
  if (scroll || box.top < 0 || box.top > innerHeight - 80) row.scrollIntoView({ block: "start" });
}

function markOpen(finding, row = null) {
  for (const other of document.querySelectorAll(".finding.open")) closeRow(other);
  openedFinding = finding;
  if (row) openRow(row, finding);
}

function buildFindings() {
  headed(
    "findings",
    findings.length
      ? "Worst first. Each opens on its source, its evidence and the path that proves it."
      : "There are none.",
  );
  findingList = new FacetList({
    section: "findings",
    items: findings,
    noun: "finding",
    row: findingRow,
    text: (f) =>
      [f.message, f.path, f.module, f.function, f.rule, f.contract, f.api, f.object, ...f.owners, f.reason, f.id]
        .filter(Boolean)
        .join(" "),
    facets: [
      { key: "state", label: "State", of: (f) => f.state, order: STATES },
      { key: "severity", label: "Severity", of: (f) => f.severity, order: SEVERITIES },
      { key: "contract", label: "Contract", of: (f) => f.contract },
      { key: "rule", label: "Rule", of: (f) => f.rule },
      { key: "layer", label: "Layer", of: (f) => f.cell?.layer ?? f.layer, order: raw.layers.map(({ id }) => id) },
      { key: "area", label: AREA, of: (f) => f.area },
      { key: "kind", label: "Kind", of: (f) => f.kind },
      { key: "certainty", label: "Certainty", of: (f) => f.certainty, order: CERTAINTIES },
      { key: "owner", label: "Owner", of: (f) => f.owners.join(" ") || undefined },
      { key: "since", label: "Compared", of: (f) => f.since },
    ],
    groups: [
      { key: "area", label: raw.area, of: (f) => f.area, none: "elsewhere" },
      { key: "contract", label: "contract", of: (f) => f.contract, none: "no contract" },
      { key: "rule", label: "rule", of: (f) => f.rule },
      { key: "file", label: "file", of: (f) => f.path },
      { key: "layer", label: "layer", of: (f) => f.cell?.layer ?? f.layer, none: "no layer" },
      { key: "fix", label: "fix point", of: (f) => f.fix?.[0], none: "no fix point" },
      { key: "owner", label: "owner", of: (f) => f.owners.join(" ") || undefined, none: "no owner" },
      { key: "none", label: "nothing", of: () => "all" },
    ],
  });
  const shown = findingList.set.bind(findingList);
  sections.set("findings", (query) => {
    markOpen(null);
    shown(Object.fromEntries(query));
  });
  views.set("finding", openFinding);
  findingList.set({});
}
