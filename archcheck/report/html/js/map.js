// The layer map: a band a layer, a box for each of its areas, red lines for imports that break a contract.

const MAP_BOXES = 40;
const MAP_LINES = 400;
const MAP_CHIPS = 80;
const MAP_CALM = 45;
const LANE = 22;

const mapState = { open: null, area: "", edges: "violations" };

function buildMap() {
  if (raw.layers.length < 1 || cells.length < 2) return;
  const section = headed(
    "map",
    "Higher layers import lower ones. Lines in red break a contract; a box opens on its modules and their lines.",
  );
  const areas = [...new Set(cells.map(({ area }) => area))].sort();
  const hash = (change) => {
    const state = { ...mapState, ...change };
    const kept = Object.entries({ ...state, edges: state.edges === "violations" ? "" : state.edges }).filter(
      ([, value]) => value,
    );
    return kept.length ? `#map?${new URLSearchParams(kept)}` : "#map";
  };
  const chosen = el(
    "select",
    { change: (event) => go(hash({ area: event.target.value, open: null }), { scroll: false }) },
    el("option", { value: "" }, "all"),
    areas.map((area) => el("option", { value: area }, area)),
  );
  const lines = el(
    "select",
    { change: (event) => go(hash({ edges: event.target.value }), { scroll: false }) },
    el("option", { value: "violations" }, "that break a contract"),
    el("option", { value: "all" }, "all imports"),
  );
  const note = el("p", { class: "soft" });
  const canvas = el("div", { class: "map" });
  section.append(
    el(
      "div",
      { class: "controls" },
      el("label", {}, el("span", {}, AREA), chosen),
      el("label", {}, el("span", {}, "Lines"), lines),
    ),
    canvas,
    note,
  );
  const draw = () => {
    chosen.value = mapState.area;
    lines.value = mapState.edges;
    drawMap(canvas, note, hash);
  };
  sections.set("map", (query) => {
    Object.assign(mapState, {
      open: query.get("open"),
      area: query.get("area") ?? "",
      edges: query.get("edges") ?? "violations",
    });
    draw();
  });
  let width = 0;
  new ResizeObserver(() => {
    if (Math.abs(canvas.clientWidth - width) > 8) {
      width = canvas.clientWidth;
      draw();
    }
  }).observe(canvas);
}

// The cells that there is room for: of one area with its neighbours, or those with the most violations.
function cellsInSight() {
  const wanted = edges.filter((edge) => edge.findings || mapState.edges === "all");
  if (mapState.area) {
    const own = new Set(cells.filter((cell) => cell.area === mapState.area));
    const around = wanted
      .filter((edge) => own.has(edge.source) !== own.has(edge.target))
      .sort((a, b) => b.findings - a.findings || b.count - a.count);
    for (const edge of around) if (own.size < MAP_BOXES) own.add(edge.source).add(edge.target);
    return own;
  }
  if (cells.length <= MAP_BOXES) return new Set(cells);
  const weight = new Map(cells.map((cell) => [cell, cell.findings / 1000]));
  for (const edge of edges)
    for (const cell of [edge.source, edge.target]) weight.set(cell, weight.get(cell) + edge.findings);
  const heaviest = [...cells].sort((a, b) => weight.get(b) - weight.get(a) || b.modules - a.modules);
  return new Set(heaviest.slice(0, MAP_BOXES));
}

function drawMap(canvas, note, hash) {
  const seen = cellsInSight();
  const full = Math.max(280, canvas.clientWidth);
  const open = cellById.get(mapState.open);
  if (open) seen.add(open);
  const order = [
    ...raw.layers.map(({ id }) => id),
    ...new Set(cells.map(({ layer }) => layer).filter((layer) => !layerOrder.has(layer))),
  ];
  const bands = order
    .map((layer) => ({
      layer,
      boxes: cells.filter((cell) => cell.layer === layer && seen.has(cell)).map((cell) => boxOf(cell, cell === open)),
    }))
    .filter(({ boxes }) => boxes.length);
  const ties = tiesBetween(seen, open);
  const crowded = ties.length > MAP_CALM && !open;
  const arcs = crowded ? arcsBetween(bands.map(({ layer }) => layer)) : [];
  const width = crowded && full > 700 ? full - 26 - LANE * Math.min(arcs.length, 7) : full;
  const { places, height, narrow } = laidOut(bands, ties, width, open?.id);
  const drawn = svg("svg", {
    class: crowded ? "crowded" : null,
    viewBox: `0 0 ${full} ${height}`,
    width: full,
    height,
    role: "group",
    "aria-label": "Layer map",
  });
  drawn.append(arrowHeads(), ...bands.map((band) => bandShape(band, width, narrow)));
  drawn.append(
    svg(
      "g",
      { class: "lines" },
      ties.map((tie, at) => lineShape(tie, places, at)),
    ),
  );
  for (const band of bands)
    for (const box of band.boxes)
      drawn.append(
        boxShape(box, places.get(box.key), hash),
        ...(box.chips ?? []).map((chip) => chipShape(chip, places.get(chip.key))),
      );
  if (width < full) drawn.append(...inLanes(arcs, bands).map((arc) => arcShape(arc, width)));
  canvas.replaceChildren(drawn);
  const hidden = cells.length - seen.size;
  const red = ties.filter(({ findings: found }) => found).length;
  note.textContent =
    (crowded
      ? `${many(ties.length, "line")}, too many to read at once: they show when you point at a box or open it`
      : `${many(red, "line")} in red`) +
    (crowded && width === full
      ? `; ${arcs.map(({ from, to, findings: found }) => `${from} to ${to}: ${found}`).join(", ")}`
      : "") +
    (hidden && !mapState.area
      ? `; ${figures.format(hidden)} boxes with fewer findings are left out: choose a ${raw.area} to see its own`
      : "") +
    ".";
}

function boxOf(cell, isOpen) {
  const box = { key: cell.id, cell };
  if (isOpen) {
    const inside = modules.filter((module) => module.cell === cell);
    box.chips = inside.slice(0, MAP_CHIPS).map((module) => ({ key: module.name, label: module.name, module }));
    if (inside.length > MAP_CHIPS)
      box.chips.push({ key: `${cell.id} more`, label: `${figures.format(inside.length - MAP_CHIPS)} more`, cell });
  }
  return box;
}

// Lines between boxes; those of an opened box go from its modules.
function tiesBetween(seen, open) {
  const drawn = [];
  for (const edge of edges) {
    if (!seen.has(edge.source) || !seen.has(edge.target) || edge.source === open || edge.target === open) continue;
    if (edge.findings || mapState.edges === "all")
      drawn.push({
        source: edge.source.id,
        target: edge.target.id,
        count: edge.count,
        findings: edge.findings,
        href: importsHash(edge.source, edge.target),
      });
  }
  if (open) drawn.push(...tiesOfModules(open, seen));
  return drawn.sort((a, b) => b.findings - a.findings || b.count - a.count).slice(0, MAP_LINES);
}

function tiesOfModules(open, seen) {
  const ties = new Map();
  const shown = new Set(modules.filter((module) => module.cell === open).slice(0, MAP_CHIPS));
  const add = (source, target, found, other) => {
    const key = `${source} ${target}`;
    const tie = ties.get(key) ?? { source, target, count: 0, findings: 0, href: other };
    tie.count += 1;
    tie.findings += findingsAlong(found).length;
    ties.set(key, tie);
  };
  for (const module of shown) {
    for (const found of importsOf(module)) {
      if (found.imported.cell === open) continue;
      if (seen.has(found.imported.cell))
        add(module.name, found.imported.cell.id, found, importsHash(open, found.imported.cell));
    }
    for (const found of importersOf(module))
      if (found.importer.cell !== open && seen.has(found.importer.cell))
        add(found.importer.cell.id, module.name, found, importsHash(found.importer.cell, open));
  }
  return [...ties.values()].filter((tie) => tie.findings || mapState.edges === "all");
}

const arrowHeads = () =>
  svg(
    "defs",
    {},
    ["plain", "red"].map((kind) =>
      svg(
        "marker",
        {
          id: `head-${kind}`,
          class: kind,
          viewBox: "0 0 8 8",
          refX: 7,
          refY: 4,
          markerWidth: 7,
          markerHeight: 7,
          orient: "auto-start-reverse",
          markerUnits: "userSpaceOnUse",
        },
        svg("path", { d: "M0,0.5 L7.5,4 L0,7.5 Z" }),
      ),
    ),
  );

function bandShape(band, width, narrow) {
  const layer = raw.layers.find(({ id }) => id === band.layer);
  const text = !narrow
    ? [
        svg("text", { x: 14, y: band.top + 30, class: "layer-id" }, band.layer),
        ...wrapped(layer?.name ?? "", 16).map((line, n) =>
          svg("text", { x: 14, y: band.top + 48 + 14 * n, class: "layer-name" }, line),
        ),
      ]
    : [
        svg(
          "text",
          { x: 10, y: band.top + 22, class: "layer-id" },
          layer?.name ? `${band.layer}  ${layer.name}`.slice(0, 44) : band.layer,
        ),
      ];
  return svg(
    "g",
    { class: "band" },
    svg("rect", { x: 0.5, y: band.top + 0.5, width: width - 1, height: band.bottom - band.top - 1, rx: 8 }),
    ...text,
  );
}

function wrapped(text, room) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    if (lines.at(-1) && `${lines.at(-1)} ${word}`.length > room) lines.push("");
    lines.push(`${lines.pop()} ${word}`.trim());
  }
  return lines.length > 3 ? [...lines.slice(0, 2), `${lines[2]} …`] : lines;
}

const shortened = (text, width, letter) => {
  const room = Math.max(3, Math.floor(width / letter));
  return text.length > room ? `…${text.slice(-(room - 1))}` : text;
};

function boxShape(box, place, hash) {
  const { cell } = box;
  const title = `${cell.layer}, ${cell.area}: ${many(cell.modules, "module")}, ${many(cell.findings, "finding")}`;
  const heat = Math.min(1, Math.sqrt(cell.findings / cell.modules));
  return svg(
    "a",
    {
      href: hash({ open: box.chips ? null : cell.id }),
      class: box.chips ? "box open" : "box",
      "aria-label": title,
      "--heat-share": (heat * 0.38).toFixed(3),
      ...lifting(box.key),
    },
    svg("title", {}, title),
    svg("rect", { x: place.x, y: place.y, width: place.width, height: place.height, rx: 6 }),
    svg("text", { x: place.x + 10, y: place.y + 18, class: "name" }, shortened(cell.area, place.width - 20, 6.9)),
    svg("text", { x: place.x + 10, y: place.y + 33, class: "figures" }, many(cell.modules, "module")),
    cell.findings
      ? svg("text", { x: place.x + place.width - 10, y: place.y + 33, class: "found" }, figures.format(cell.findings))
      : null,
  );
}

function chipShape(chip, place) {
  const href = chip.module ? hashOf("module", chip.module.name) : hashOf("cell", chip.cell.id);
  return svg(
    "a",
    { href, class: "chip", "aria-label": chip.label, ...lifting(chip.key) },
    svg("rect", { x: place.x, y: place.y, width: place.width, height: place.height, rx: 11 }),
    svg("text", { x: place.x + 9, y: place.y + 15 }, shortened(chip.label, place.width - 16, 6.6)),
  );
}

function lineShape(tie, places, at) {
  const shape = curve(places.get(tie.source), places.get(tie.target), ((at * 37) % 60) - 30);
  const kind = tie.findings ? "red" : "plain";
  const title = `${tie.source} imports ${tie.target}: ${many(tie.count, "import")}, ${many(tie.findings, "finding")}`;
  return svg(
    "a",
    { href: tie.href, class: `line ${kind}`, "data-ends": `${tie.source}\n${tie.target}`, "aria-label": title },
    svg("title", {}, title),
    svg("path", { class: "grip", d: shape.d }),
    svg("path", {
      d: shape.d,
      "marker-end": `url(#head-${kind})`,
      "stroke-width": Math.min(4, (tie.findings ? 1.7 : 1) + Math.log2(tie.count) / 2).toFixed(2),
    }),
  );
}

// Where there are too many lines, one arc for two layers says how many lead from the one to the other.
function arcsBetween(order) {
  const arcs = new Map();
  for (const { source, target, count, findings: found } of edges) {
    if (source.layer === target.layer || !(found || mapState.edges === "all")) continue;
    const key = `${source.layer} ${target.layer}`;
    const arc = arcs.get(key) ?? { from: source.layer, to: target.layer, count: 0, findings: 0 };
    arc.count += count;
    arc.findings += found;
    arcs.set(key, arc);
  }
  const span = ({ from, to }) => Math.abs(order.indexOf(from) - order.indexOf(to));
  return [...arcs.values()]
    .filter(({ from, to }) => order.includes(from) && order.includes(to))
    .sort((a, b) => span(a) - span(b) || order.indexOf(a.to) - order.indexOf(b.to));
}

// Each arc has a lane of its own, and its own places on the two bands.
function inLanes(arcs, bands) {
  const ends = new Map(
    bands.map(({ layer }) => [layer, arcs.filter(({ from, to }) => from === layer || to === layer)]),
  );
  const placed = [];
  for (const arc of arcs) {
    const at = (layer, other) => {
      const band = bands.find((each) => each.layer === layer);
      const own = ends
        .get(layer)
        .sort(
          (a, b) =>
            depthOf(a.from === layer ? a.to : a.from) - depthOf(b.from === layer ? b.to : b.from) ||
            (a.from === layer ? 1 : -1),
        );
      return band.top + ((own.indexOf(arc) + 1) * (band.bottom - band.top)) / (own.length + 1);
    };
    Object.assign(arc, { y1: at(arc.from), y2: at(arc.to) });
    const [low, high] = [Math.min(arc.y1, arc.y2), Math.max(arc.y1, arc.y2)];
    arc.lane = 0;
    while (placed.some((other) => other.lane === arc.lane && other.low < high + 6 && low < other.high + 6))
      arc.lane += 1;
    placed.push(Object.assign(arc, { low, high }));
  }
  return arcs;
}

function arcShape(arc, left) {
  const far = left + 18 + arc.lane * LANE;
  const turn = Math.min(9, Math.abs(arc.y2 - arc.y1) / 2) * (arc.y2 > arc.y1 ? 1 : -1);
  const shown = figures.format(arc.findings || arc.count);
  const kind = arc.findings ? "red" : "plain";
  const d = `M${left},${arc.y1} H${far - 9} Q${far},${arc.y1} ${far},${arc.y1 + turn} V${arc.y2 - turn} Q${far},${arc.y2} ${far - 9},${arc.y2} H${left + 2}`;
  return svg(
    "a",
    {
      href: tieHash({ key: arc.from }, { key: arc.to }, "layers"),
      class: `line arc ${kind}`,
      "aria-label": `${arc.from} imports ${arc.to}: ${many(arc.count, "import")}, ${many(arc.findings, "finding")}`,
    },
    svg("path", { class: "grip", d }),
    svg("path", { d, "marker-end": `url(#head-${kind})`, "stroke-width": 1.5 }),
    svg("text", { x: far, y: (arc.y1 + arc.y2) / 2, "text-anchor": "middle" }, shown),
  );
}

const lifting = (key) => ({
  mouseenter: (event) => lift(event, key),
  mouseleave: (event) => lift(event, null),
  focus: (event) => lift(event, key),
  blur: (event) => lift(event, null),
});

// Bring out the lines of one box.
function lift(event, key) {
  const drawn = event.currentTarget.closest("svg");
  drawn.classList.toggle("lifted", key !== null);
  for (const line of drawn.querySelectorAll(".line"))
    line.classList.toggle("on", key !== null && line.dataset.ends?.split("\n").includes(key));
}
