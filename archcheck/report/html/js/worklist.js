// The worklist: what to lift to an owner, the step that clears most first, and how much is left after it.

const WORKLIST_STEPS = 12;

function buildWorklist() {
  if (!raw.worklists.length) return;
  const section = headed(
    "worklist",
    "Which functions to make an owner's, or to call from owners alone. Done in this order, each step clears most of the call sites that are left.",
  );
  for (const list of raw.worklists)
    section.append(
      el(
        "h3",
        { class: "worklist-of" },
        link(findingsIn({ contract: list.contract }), list.contract),
        el("span", { class: "soft" }, list.lead),
      ),
      ...(list.steps.length ? worklistTable(list) : []),
    );
}

function worklistTable({ reached, steps }) {
  const body = el("tbody", {});
  const { more } = inChunks(body, steps, (step) => worklistRow(step, reached), WORKLIST_STEPS);
  const head = ["lift to an owner", "clears", "left", ""].map((label) => el("th", { scope: "col" }, label));
  const table = el("table", { class: "worklist" }, el("thead", {}, el("tr", {}, head)), body);
  return [el("div", { class: "scroll" }, table), more];
}

function worklistRow([clears, left, name, layer, path, line], reached) {
  return el(
    "tr",
    {},
    el(
      "th",
      { scope: "row" },
      moduleLink(name),
      layerBadge(layer),
      el("span", { class: "soft place" }, breakable(`${path}:${line}`)),
    ),
    el("td", {}, figures.format(clears)),
    el("td", {}, figures.format(left)),
    el("td", {}, el("span", { class: "share", "--share": (clears / reached).toFixed(3) })),
  );
}
