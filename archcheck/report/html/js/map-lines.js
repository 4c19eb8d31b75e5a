// Lines of the layer map: from box to box, and where they are too many from layer to layer.

const LANE = { first: 18, between: 15, edge: 6, size: 12 };

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

function lineShape(tie, places, at) {
  const d = curve(places.get(tie.source), places.get(tie.target), ((at * 37) % 60) - 30);
  const kind = tie.findings ? "red" : "plain";
  const title = `${tie.source} imports ${tie.target}: ${many(tie.count, "import")}, ${many(tie.findings, "finding")}`;
  return svg(
    "a",
    { href: tie.href, class: `line ${kind}`, "data-ends": `${tie.source}\n${tie.target}`, "aria-label": title },
    svg("title", {}, title),
    svg("path", { class: "grip", d }),
    svg("path", {
      d,
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

// Each arc has a lane of its own, and its own places on the two bands. Gives how much room all lanes take.
function inLanes(arcs, bands) {
  const widest = Math.max(...arcs.map((arc) => widthOf(arcCount(arc), LANE.size, 600)));
  const placed = [];
  for (const arc of arcs) {
    Object.assign(arc, { y1: stopOf(arc, arc.from, arcs, bands), y2: stopOf(arc, arc.to, arcs, bands), lane: 0 });
    const [low, high] = [Math.min(arc.y1, arc.y2), Math.max(arc.y1, arc.y2)];
    while (placed.some((other) => other.lane === arc.lane && other.low < high + 6 && low < other.high + 6))
      arc.lane += 1;
    arc.far = LANE.first + arc.lane * (LANE.between + widest / 2);
    placed.push(Object.assign(arc, { low, high }));
  }
  return Math.max(...arcs.map(({ far }) => far)) + widest / 2 + LANE.edge;
}

const arcCount = (arc) => figures.format(arc.findings || arc.count);

// Where an arc leaves or meets a band: all that do are spread over its height, by the layers at their other ends.
function stopOf(arc, layer, arcs, bands) {
  const band = bands.find((each) => each.layer === layer);
  const other = ({ from, to }) => depthOf(from === layer ? to : from);
  const own = arcs
    .filter(({ from, to }) => from === layer || to === layer)
    .sort((a, b) => other(a) - other(b) || (a.from === layer ? 1 : -1));
  return band.top + ((own.indexOf(arc) + 1) * (band.bottom - band.top)) / (own.length + 1);
}

function arcShape(arc, left) {
  const far = left + arc.far;
  const turn = Math.min(9, Math.abs(arc.y2 - arc.y1) / 2) * (arc.y2 > arc.y1 ? 1 : -1);
  const kind = arc.findings ? "red" : "plain";
  const d = `M${left},${arc.y1} H${far - 9} Q${far},${arc.y1} ${far},${arc.y1 + turn} V${arc.y2 - turn} Q${far},${arc.y2} ${far - 9},${arc.y2} H${left + 2}`;
  // Two arcs between the same layers would have their numbers side by side.
  const middle = arc.y1 + (arc.y2 - arc.y1) * (arc.y2 > arc.y1 ? 0.42 : 0.5);
  return svg(
    "a",
    {
      href: tieHash({ key: arc.from }, { key: arc.to }, "layers"),
      class: `line arc ${kind}`,
      "aria-label": `${arc.from} imports ${arc.to}: ${many(arc.count, "import")}, ${many(arc.findings, "finding")}`,
    },
    svg("path", { class: "grip", d }),
    svg("path", { d, "marker-end": `url(#head-${kind})`, "stroke-width": 1.5 }),
    svg("text", { x: far, y: middle, "text-anchor": "middle" }, arcCount(arc)),
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
