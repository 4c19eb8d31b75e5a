// What the page shows, read once, with the ways to look it up.

const raw = JSON.parse(byId("data").textContent);

const layerOrder = new Map(raw.layers.map((layer, at) => [layer.id, at]));
const cells = raw.cells.map(([id, layer, area, modules, inner, findings, fresh], at) => ({
  at,
  id,
  layer,
  area,
  modules,
  inner,
  findings,
  fresh,
}));
const cellById = new Map(cells.map((cell) => [cell.id, cell]));
const edges = raw.edges.map(([source, target, count, findings, fresh]) => ({
  source: cells[source],
  target: cells[target],
  count,
  findings,
  fresh,
}));
const edgeOf = new Map(edges.map((edge) => [`${edge.source.at} ${edge.target.at}`, edge]));

const modules = raw.modules.map(([name, path, cell, layer, why], at) => ({
  at,
  name,
  path,
  cell: cells[cell],
  layer,
  why,
}));
const moduleByName = new Map(modules.map((module) => [module.name, module]));
const importsOf = (module) => {
  const flat = raw.imports[module.at];
  return Array.from({ length: flat.length / 2 }, (_, n) => ({
    importer: module,
    imported: modules[flat[2 * n]],
    line: flat[2 * n + 1],
  }));
};
let importers = null;
const importersOf = (module) => {
  if (!importers) {
    importers = modules.map(() => []);
    for (const each of modules) for (const found of importsOf(each)) importers[found.imported.at].push(found);
  }
  return importers[module.at];
};

const STATES = ["new", "known", "debt", "exempt"];
const SEVERITIES = ["error", "warning"];
const CERTAINTIES = ["certain", "likely", "possible"];
const findings = raw.findings;
for (const finding of findings) {
  finding.cell = moduleByName.get(finding.module)?.cell;
  finding.area = finding.cell?.area;
  finding.owners = [...new Set([finding.owner, ...(finding.owners ?? [])].filter(Boolean))];
  finding.place = `${finding.path}:${finding.line}`;
}
const rank = (list, value) => (list.includes(value) ? list.indexOf(value) : list.length);
findings.sort(
  (a, b) =>
    rank(STATES, a.state) - rank(STATES, b.state) ||
    rank(SEVERITIES, a.severity) - rank(SEVERITIES, b.severity) ||
    rank(CERTAINTIES, a.certainty) - rank(CERTAINTIES, b.certainty),
);
const findingById = new Map(findings.map((finding) => [finding.id, finding]));

// Findings by the pairs of modules that their chains go along.
const onChain = new Map();
for (const finding of findings) {
  if (finding.state === "exempt") continue;
  const names = [...(finding.witness ?? []).map(([name]) => name), finding.object];
  for (let at = 1; at < names.length; at += 1) {
    const key = `${names[at - 1]} ${names[at]}`;
    if (!onChain.has(key)) onChain.set(key, []);
    onChain.get(key).push(finding);
  }
}
const findingsAlong = (found) => onChain.get(`${found.importer.name} ${found.imported.name}`) ?? [];

const depthOf = (layer) => layerOrder.get(layer) ?? raw.layers.length;
// Whether something goes up the layers; what has no layer goes nowhere.
const climbs = (from, to) => layerOrder.has(from) && layerOrder.has(to) && depthOf(from) > depthOf(to);
const lineAt = (path, line) => raw.lines[path]?.[line];
const hashOf = (kind, id) => `#${kind}-${encodeURIComponent(id)}`;
const findingsIn = (query) => `#findings?${new URLSearchParams(query)}`;
