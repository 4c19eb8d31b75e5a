// Bands, boxes and chips of the layer map.

const BAND_NAME = { size: 11, line: 14, room: 96 };
const BOX_NAME = { size: 12.5, weight: 560, line: 15 };

const bandShape = (band, width) =>
  svg(
    "g",
    { class: "band" },
    svg("rect", { x: 0.5, y: band.top + 0.5, width: width - 1, height: band.bottom - band.top - 1, rx: 8 }),
  );

function bandWords(band, narrow) {
  return narrow
    ? band.label.map((line, n) =>
        svg("text", { x: 12, y: band.top + 22 + 15 * n, class: n ? "layer-name" : "layer-id" }, line),
      )
    : [
        svg("text", { x: 14, y: band.top + 30, class: "layer-id" }, band.layer),
        ...band.label.map((line, n) =>
          svg("text", { x: 14, y: band.top + 48 + BAND_NAME.line * n, class: "layer-name" }, line),
        ),
      ];
}

// What a band says of its layer, in lines: beside its boxes the name, above them the id as well.
function bandLabel(layer, narrow, width) {
  const name = raw.layers.find(({ id }) => id === layer)?.name ?? "";
  if (!narrow) return name ? inLines(name, BAND_NAME.room, BAND_NAME.size) : [];
  return [layer, ...(name ? inLines(name, width - 24, BAND_NAME.size) : [])];
}

function boxShapes(box, places) {
  return [
    boxShape(box, places.get(box.key)),
    ...(box.chips ?? []).map((chip) => chipShape(chip, places.get(chip.key))),
  ];
}

function boxShape(box, place) {
  const { cell } = box;
  const title = `${cell.layer}, ${cell.area}: ${many(cell.modules, "module")}, ${many(cell.findings, "finding")}`;
  const heat = Math.min(1, Math.sqrt(cell.findings / cell.modules));
  const below = place.y + place.height - 9;
  return svg(
    "a",
    {
      href: mapHash({ open: box.chips ? null : cell.id }),
      class: ["box", box.chips ? "open" : "", cell.findings ? "hot" : ""].join(" ").trim(),
      "aria-label": title,
      "--heat-share": (heat * 0.38).toFixed(3),
      ...lifting(box.key),
    },
    svg("title", {}, title),
    svg("rect", { x: place.x, y: place.y, width: place.width, height: place.height, rx: 6 }),
    place.name.map((line, n) =>
      svg("text", { x: place.x + 10, y: place.y + 18 + BOX_NAME.line * n, class: "name-line" }, line),
    ),
    svg("text", { x: place.x + 10, y: below, class: "figures" }, many(cell.modules, "module")),
    cell.findings
      ? svg("text", { x: place.x + place.width - 10, y: below, class: "found" }, figures.format(cell.findings))
      : null,
  );
}

function chipShape(chip, place) {
  const href = chip.module ? hashOf("module", chip.module.name) : hashOf("cell", chip.cell.id);
  const found = chip.findings ? figures.format(chip.findings) : "";
  const name = chip.module?.name ?? chip.label;
  const title = found ? `${name}: ${many(chip.findings, "finding")} on its lines` : name;
  return svg(
    "a",
    { href, class: "chip", "aria-label": title, ...lifting(chip.key) },
    svg("title", {}, title),
    svg("rect", { x: place.x, y: place.y, width: place.width, height: place.height, rx: 11 }),
    svg("text", { x: place.x + 9, y: place.y + 15 }, place.name),
    found ? svg("text", { x: place.x + place.width - 9, y: place.y + 15, class: "found" }, found) : null,
  );
}
