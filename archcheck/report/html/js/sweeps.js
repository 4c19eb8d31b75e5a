// The clean-ups: how far each is, its burndown, its domains, and what was done last.

const SWEEP_DOMAINS = 12;
const SWEEP_NOTES = 8;

function buildSweeps() {
  if (!raw.sweeps.length) return;
  const section = headed(
    "sweeps",
    "What is being cleared, and how far it is. A count holds until the next checkpoint; a dotted line is the pace that would keep the target.",
  );
  for (const sweep of raw.sweeps) {
    const canvas = el("div", { class: "burndown" });
    section.append(sweepPart(sweep, canvas));
    // The canvas has a width only once it stands in the page.
    drawnToWidth(canvas, () => drawBurndown(canvas, `${sweep.title}: ${sweep.standing}`, sweep.burndown));
  }
}

function sweepPart(sweep, canvas) {
  return el(
    "section",
    { class: "sweep", "aria-label": sweep.title },
    el("h3", {}, breakable(sweep.title)),
    el(
      "p",
      {},
      link(findingsIn({ contract: sweep.contract }), breakable(sweep.contract)),
      sweep.target ? `, to be done by ${sweep.target}` : "",
      ": ",
      el("b", {}, sweep.standing),
      ".",
    ),
    sweep.words.map((words) => el("p", { class: "soft" }, words)),
    canvas,
    domainTable(sweep),
    noteTable(sweep),
  );
}

function domainTable({ domains, burndown: { shares } }) {
  const drawn = new Map(shares.map(({ name }, at) => [name, shareClass(name, at)]));
  const body = el("tbody", {});
  const { more } = inChunks(body, domains, (domain) => domainRow(domain, drawn), SWEEP_DOMAINS);
  const head = [["domain"], ["left"], ["at most"], ["fixed", "gauge"], ["done"]].map(([label, kind]) =>
    el("th", { scope: "col", class: kind }, label),
  );
  if (!domains.length) return [];
  return [el("div", { class: "scroll" }, el("table", { class: "domains" }, el("thead", {}, el("tr", {}, head)), body)), more];
}

function domainRow([name, label, left, most, done, debt], drawn) {
  return el(
    "tr",
    {},
    el(
      "th",
      { scope: "row" },
      el("span", { class: `swatch ${drawn.get(name) ?? "share-rest"}`, "aria-hidden": "true" }),
      breakable(label),
    ),
    el("td", {}, figures.format(left)),
    el("td", {}, figures.format(most)),
    el(
      "td",
      { class: "gauge" },
      el("span", { class: "track" }, el("span", { class: "share", "--share": ((most - left) / most).toFixed(3) })),
    ),
    el("td", { class: "done" }, done ?? "", debt ? el("small", {}, ` ${figures.format(debt)} design debt`) : null),
  );
}

function noteTable({ notes }) {
  if (!notes.length) return [];
  const body = el("tbody", {});
  const { more } = inChunks(body, notes, noteRow, SWEEP_NOTES);
  const head = ["time (UTC)", "total", "delta", "note"].map((label) => el("th", { scope: "col" }, label));
  return [el("div", { class: "scroll" }, el("table", { class: "notes" }, el("thead", {}, el("tr", {}, head)), body)), more];
}

function noteRow([time, total, delta, note]) {
  const change = delta === null ? "" : delta > 0 ? `+${figures.format(delta)}` : delta ? `−${figures.format(-delta)}` : "0";
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, time),
    el("td", {}, figures.format(total)),
    el("td", { class: delta > 0 ? "worse" : null }, change),
    el("td", {}, breakable(note)),
  );
}
