// The inventory: every call site of the effects that contracts speak of, the owners' included.

const STANDINGS = ["new", "known", "debt", "exempt", "owner", "allowed", "uncertain", "test"];
const STANDING_WORDS = {
  owner: "stands in an owner",
  new: "is a finding",
  known: "is a known finding",
  debt: "is a finding that is worked on",
  exempt: "is excused",
  allowed: "is allowed: a home, or reached through owners alone",
  uncertain: "is below the contract's certainty",
  test: "stands in a test",
};

function buildInventory() {
  const sites = raw.sites;
  const contracts = raw.settings.filter(([table, key]) => table.startsWith("[[contracts]]") && key === "effect");
  if (!contracts.length) return;
  const section = headed(
    "inventory",
    "Every place that uses an API with an effect: who, where, by which API, and whether it may. A count in red has findings among it.",
  );
  if (!sites.length) return section.append(el("p", { class: "soft" }, "No call site was found."));
  for (const site of sites) {
    const module = moduleByName.get(site.module);
    site.area = module?.cell?.area;
    site.layer = module?.layer;
    if (site.finding) site.standing = findingById.get(site.finding)?.state ?? "new";
  }
  section.append(pivot(sites));
  const list = new FacetList({
    section: "inventory",
    items: sites,
    noun: "call site",
    row: siteRow,
    text: (s) => [s.module, s.function, s.api, s.wraps, s.path, s.expression, s.effect].filter(Boolean).join(" "),
    facets: [
      { key: "standing", label: "Standing", of: (s) => s.standing, order: STANDINGS },
      { key: "contract", label: "Contract", of: (s) => s.contract },
      { key: "effect", label: "Effect", of: (s) => s.effect },
      { key: "api", label: "API", of: (s) => s.api },
      { key: "layer", label: "Layer", of: (s) => s.layer, order: raw.layers.map(({ id }) => id) },
      { key: "area", label: AREA, of: (s) => s.area },
      { key: "kind", label: "Kind", of: (s) => s.kind },
      { key: "form", label: "Form", of: (s) => s.form },
    ],
    groups: [
      { key: "api", label: "API", of: (s) => s.api },
      { key: "area", label: raw.area, of: (s) => s.area, none: "elsewhere" },
      { key: "layer", label: "layer", of: (s) => s.layer, none: "no layer" },
      { key: "module", label: "module", of: (s) => s.module },
      { key: "standing", label: "standing", of: (s) => s.standing },
      { key: "none", label: "nothing", of: () => "all" },
    ],
  });
  list.set({});
  return undefined;
}

function siteRow(site) {
  return el(
    "li",
    { class: `site ${site.standing}` },
    el(
      "p",
      {},
      el("a", { href: hashOf("module", site.module), class: "name" }, breakable(`${site.module}:${site.function}`)),
      layerBadge(site.layer),
      standingBadge(site),
    ),
    el(
      "p",
      { class: "source" },
      el("code", {}, site.expression),
      el("span", { class: "soft" }, breakable(`${site.path}:${site.line}`)),
      el(
        "span",
        { class: "soft" },
        [
          site.effect,
          site.form,
          site.kind,
          site.certainty === "certain" ? null : site.certainty,
          site.wraps ? `wraps ${site.wraps}` : null,
        ]
          .filter(Boolean)
          .join(", "),
      ),
    ),
  );
}

function standingBadge(site) {
  const look = { class: `badge ${site.standing}`, title: STANDING_WORDS[site.standing] };
  return site.finding
    ? el("a", { ...look, href: hashOf("finding", site.finding) }, `finding, ${site.standing}`)
    : el("span", look, site.standing);
}

// APIs down, layers across: how many sites.
function pivot(sites) {
  const columns = [...raw.layers.map(({ id }) => id)];
  if (sites.some((site) => !layerOrder.has(site.layer))) columns.push(undefined);
  const rows = new Map();
  for (const site of sites) {
    if (!rows.has(site.api)) rows.set(site.api, []);
    rows.get(site.api).push(site);
  }
  const order = [...rows].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  const body = el("tbody", {});
  const faulty = sites.some(({ finding }) => finding);
  const { more } = inChunks(body, order, ([api, own]) => pivotRow(api, own, columns, faulty), 12);
  const table = el(
    "table",
    { class: "pivot" },
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col" }, "API"),
        columns.map((id) => el("th", { scope: "col" }, id ?? "none")),
        el("th", { scope: "col" }, "all"),
        faulty ? el("th", { scope: "col", class: "faults" }, "findings") : null,
      ),
    ),
    body,
  );
  return el("div", {}, el("div", { class: "scroll" }, table), more);
}

function pivotRow(api, own, columns, faulty) {
  const field = (id) => {
    const here = own.filter((site) => (layerOrder.has(site.layer) ? site.layer : undefined) === id);
    if (!here.length) return el("td", {});
    const bad = here.filter((site) => site.finding).length;
    const query = id ? { api, layer: id } : { api };
    const title = `${many(here.length, "call site")}${bad ? `, ${many(bad, "finding")}` : ""}`;
    return el(
      "td",
      { class: bad ? "bad" : null, title },
      link(`#inventory?${new URLSearchParams(query)}`, figures.format(here.length)),
    );
  };
  const found = own.filter((site) => site.finding).length;
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, link(`#inventory?${new URLSearchParams({ api })}`, breakable(api))),
    columns.map(field),
    el("td", {}, figures.format(own.length)),
    faulty ? el("td", { class: found ? "faults found" : "faults" }, found ? figures.format(found) : "") : null,
  );
}
