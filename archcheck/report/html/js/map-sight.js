// What of the layer map is in sight: as many cells as can be read, and the lines between them.

const MAP_BOXES = 40;
const MAP_LINES = 400;
const MAP_CHIPS = 60;

// {bands: [{layer, boxes}], ties: [{source, target, count, findings, href}], open: the opened cell, hidden: how many are not in sight}
function mapSight(state) {
  const open = cellById.get(state.open) ?? null;
  const counts = (edge) => edge.findings || state.edges === "all";
  const seen = open ? around(new Set([open]), counts) : cellsInSight(state, counts);
  const order = [
    ...raw.layers.map(({ id }) => id),
    ...new Set(cells.map(({ layer }) => layer).filter((layer) => !layerOrder.has(layer))),
  ];
  const ties = open ? tiesOfModules(open, seen, counts) : tiesOfCells(seen, counts);
  const box = (cell) => (cell === open ? openedBox(cell, ties) : { key: cell.id, cell });
  const bands = order
    .map((layer) => ({ layer, boxes: cells.filter((cell) => cell.layer === layer && seen.has(cell)).map(box) }))
    .filter(({ boxes }) => boxes.length);
  const drawn = new Set(
    bands.flatMap(({ boxes }) => boxes.flatMap(({ key, chips }) => [key, ...(chips ?? []).map((c) => c.key)])),
  );
  const between = ties.filter(({ source, target }) => drawn.has(source) && drawn.has(target)).slice(0, MAP_LINES);
  return { bands, ties: between, open, hidden: cells.length - seen.size };
}

// Some cells with those that they have most to do with.
function around(own, counts) {
  const near = edges
    .filter((edge) => counts(edge) && own.has(edge.source) !== own.has(edge.target))
    .sort((a, b) => b.findings - a.findings || b.count - a.count);
  const seen = new Set(own);
  for (const edge of near) if (seen.size < MAP_BOXES) seen.add(edge.source).add(edge.target);
  return seen;
}

function cellsInSight(state, counts) {
  if (state.area) return around(new Set(cells.filter((cell) => cell.area === state.area)), counts);
  if (cells.length <= MAP_BOXES) return new Set(cells);
  const weight = new Map(cells.map((cell) => [cell, cell.findings / 1000]));
  for (const edge of edges)
    for (const cell of [edge.source, edge.target]) weight.set(cell, weight.get(cell) + edge.findings);
  const heaviest = [...cells].sort((a, b) => weight.get(b) - weight.get(a) || b.modules - a.modules);
  return new Set(heaviest.slice(0, MAP_BOXES));
}

const worstFirst = (ties) => ties.sort((a, b) => b.findings - a.findings || b.count - a.count);

const tiesOfCells = (seen, counts) =>
  worstFirst(
    edges
      .filter((edge) => seen.has(edge.source) && seen.has(edge.target) && counts(edge))
      .map(({ source, target, count, findings: found }) => ({
        source: source.id,
        target: target.id,
        count,
        findings: found,
        href: importsHash(source, target),
      })),
  );

// The lines of an opened cell go from its modules, and to them.
function tiesOfModules(open, seen, counts) {
  const ties = new Map();
  const add = (source, target, found, href) => {
    const key = `${source} ${target}`;
    const tie = ties.get(key) ?? { source, target, count: 0, findings: 0, href };
    tie.count += 1;
    tie.findings += findingsAlong(found).length;
    ties.set(key, tie);
  };
  const far = (cell) => cell && cell !== open && seen.has(cell);
  for (const module of modules) {
    if (module.cell !== open) continue;
    for (const found of importsOf(module))
      if (far(found.imported.cell))
        add(module.name, found.imported.cell.id, found, importsHash(open, found.imported.cell));
    for (const found of importersOf(module))
      if (far(found.importer.cell))
        add(found.importer.cell.id, module.name, found, importsHash(found.importer.cell, open));
  }
  return worstFirst([...ties.values()].filter(counts));
}

// An opened cell shows its modules, those with the most lines if there are too many, each in the words that its neighbours do not share.
function openedBox(cell, ties) {
  const inside = modules.filter((module) => module.cell === cell);
  const weight = new Map(inside.map(({ name }) => [name, { findings: 0, lines: 0 }]));
  for (const tie of ties)
    for (const end of [tie.source, tie.target])
      if (weight.has(end)) {
        weight.get(end).findings += tie.findings;
        weight.get(end).lines += 1;
      }
  const heavy = ({ name }) => weight.get(name).findings * 1e6 + weight.get(name).lines;
  const kept = [...inside].sort((a, b) => heavy(b) - heavy(a) || (a.name < b.name ? -1 : 1)).slice(0, MAP_CHIPS);
  const root = sharedRoot(inside.map(({ name }) => name));
  const chips = kept
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((module) => ({
      key: module.name,
      label: module.name.slice(root.length) || module.name,
      findings: weight.get(module.name).findings,
      module,
    }));
  if (inside.length > kept.length)
    chips.push({
      key: `${cell.id} more`,
      label: `${figures.format(inside.length - kept.length)} more`,
      findings: 0,
      cell,
    });
  return { key: cell.id, cell, chips };
}

// The packages that all names begin with, the last dot included: what is left of each name tells it apart.
function sharedRoot(names) {
  if (names.length < 2) return names[0]?.slice(0, names[0].lastIndexOf(".") + 1) ?? "";
  let root = names[0].split(".");
  for (const name of names) {
    const parts = name.split(".");
    while (root.length && !root.every((part, at) => part === parts[at])) root.pop();
  }
  return root.length ? `${root.join(".")}.` : "";
}
