// The layer map: a band a layer, a box for each of its areas, red lines for imports that break a contract.

// Above so many lines none is drawn at full strength: arcs between the layers, or the box that is pointed at, say where they lead.
const MAP_CALM = 45;

// Where nothing breaks a contract, a map of what does would be empty.
const USUAL_LINES = edges.some((edge) => edge.findings) ? "violations" : "all";
const mapState = { open: null, area: "", edges: USUAL_LINES };

function mapHash(change) {
  const { open, area, edges: lines } = { ...mapState, ...change };
  const kept = Object.entries({ open, area, edges: lines === USUAL_LINES ? "" : lines }).filter(([, value]) => value);
  return kept.length ? `#map?${new URLSearchParams(kept)}` : "#map";
}

function buildMap() {
  if (raw.layers.length < 1 || cells.length < 2) return;
  const section = headed(
    "map",
    "Higher layers import lower ones. Lines in red break a contract; a box opens on its modules and their lines.",
  );
  const areas = [...new Set(cells.map(({ area }) => area))].sort();
  const chosen = el(
    "select",
    { change: (event) => go(mapHash({ area: event.target.value, open: null }), { scroll: false }) },
    el("option", { value: "" }, "all"),
    areas.map((area) => el("option", { value: area }, areaLabel(area))),
  );
  const lines = el(
    "select",
    { change: (event) => go(mapHash({ edges: event.target.value }), { scroll: false }) },
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
    drawMap(canvas, note);
  };
  sections.set("map", (query) => {
    Object.assign(mapState, {
      open: query.get("open"),
      area: query.get("area") ?? "",
      edges: query.get("edges") ?? USUAL_LINES,
    });
    draw();
    return canvas.querySelector(".box.open");
  });
  drawnToWidth(canvas, draw);
}

function drawMap(canvas, note) {
  const sight = mapSight(mapState);
  const full = Math.max(280, canvas.clientWidth);
  const crowded = sight.ties.length > MAP_CALM;
  const arcs = crowded && !sight.open ? arcsBetween(sight.bands.map(({ layer }) => layer)) : [];
  const beside = arcs.length && full > 700;
  let laid = laidOut(sight, full, { calm: !crowded });
  let lanes = beside ? inLanes(arcs, sight.bands) : 0;
  if (beside) {
    laid = laidOut(sight, full - lanes, { calm: false });
    lanes = inLanes(arcs, sight.bands);
  }
  const width = full - lanes;
  const drawn = svg("svg", {
    class: crowded ? (sight.open ? "crowded faint" : "crowded") : null,
    viewBox: `0 0 ${full} ${laid.height}`,
    width: full,
    height: laid.height,
    role: "group",
    "aria-label": "Layer map",
  });
  drawn.append(
    arrowHeads(),
    ...sight.bands.map((band) => bandShape(band, width)),
    svg(
      "g",
      { class: "lines" },
      sight.ties.map((tie, at) => lineShape(tie, laid.places, at)),
    ),
    ...sight.bands.flatMap((band) => bandWords(band, laid.narrow)),
    ...sight.bands.flatMap(({ boxes }) => boxes.flatMap((box) => boxShapes(box, laid.places))),
  );
  if (beside) drawn.append(...arcs.map((arc) => arcShape(arc, width)));
  canvas.replaceChildren(drawn);
  note.textContent = `${mapNote(sight, crowded, beside ? [] : arcs)}.`;
}

function mapNote({ ties, open, hidden }, crowded, arcs) {
  const red = ties.filter(({ findings: found }) => found).length;
  const parts = [];
  if (!ties.length)
    parts.push(
      open
        ? `No import ${mapState.edges === "all" ? "leads" : "that breaks a contract leads"} into or out of it`
        : "No import between the boxes breaks a contract",
    );
  else if (crowded)
    parts.push(
      `${many(ties.length, "line")}, too many to read at once: they show when you point at a box${open ? "" : " or open it"}`,
    );
  else parts.push(red ? `${many(red, "line")} in red` : `${many(ties.length, "line")}, none breaks a contract`);
  if (arcs.length)
    parts.push(
      arcs
        .map(({ from, to, count, findings: found }) => `${from} to ${to}: ${figures.format(found || count)}`)
        .join(", "),
    );
  if (hidden && !mapState.area && !open)
    parts.push(`${figures.format(hidden)} boxes with fewer findings are left out: choose a ${raw.area} to see its own`);
  return parts.join("; ");
}
