// Where the boxes of the layer map stand: a band a layer, rows of boxes in it, and the order that crosses the fewest lines.

const BOX = { width: 118, height: 42, gap: 14, row: 34, close: 12 };
const CHIP = { height: 22, gap: 6, size: 11.5 };

// The bands of what is in sight, with where each stands and what it is called, and the places of boxes and chips by key.
// calm: whether the lines between the boxes can be seen; they want room and order, and the boxes without them the worst first.
function laidOut({ bands, ties, open }, width, { calm }) {
  const narrow = width < 560;
  const label = narrow ? 12 : 120;
  const room = width - label - 12;
  const across = Math.max(2, Math.floor((room + BOX.gap) / (BOX.width + BOX.gap)));
  const wide = Math.min(168, (room - (across - 1) * BOX.gap) / across);
  const gap = calm || open ? BOX.row : BOX.close;
  const columns = inColumns(bands, across);
  if (!columns && gap === BOX.row) inOrder(bands, ties, open);
  if (!columns && gap !== BOX.row) for (const { boxes } of bands) boxes.sort((a, b) => worse(a.cell, b.cell));
  const places = new Map();
  let top = 0;
  for (const band of bands) {
    band.top = top;
    band.label = bandLabel(band.layer, narrow, width);
    let y = top + (narrow ? 22 + 15 * band.label.length : 16);
    for (let at = 0; at < band.boxes.length; at += across) {
      const row = band.boxes.slice(at, at + across);
      const column = (box, n) => label + (columns ? columns.of.get(box.key) : n) * (wide + BOX.gap);
      y = rowOf(row, places, { y, wide, column }) + gap;
      const opened = row.find(({ chips }) => chips);
      if (opened) y = chipsBelow(opened, places, label, width - 12, y - gap + 10) + gap;
    }
    const labelled = narrow ? 0 : top + 52 + BAND_NAME.line * band.label.length;
    band.bottom = Math.max(y - gap + (calm ? 22 : 16), labelled);
    top = band.bottom + 12;
  }
  return { places, height: top - 12, narrow };
}

const worse = (a, b) => b.findings - a.findings || b.modules - a.modules || (a.id < b.id ? -1 : 1);

// A row of boxes, as high as the longest name in it asks for. Gives its lower edge.
function rowOf(row, places, { y, wide, column }) {
  const names = row.map(({ cell }) =>
    inLines(areaLabel(cell.area), wide - 20, BOX_NAME.size, { weight: BOX_NAME.weight, most: 2 }),
  );
  const height = BOX.height + BOX_NAME.line * (Math.max(...names.map((lines) => lines.length)) - 1);
  row.forEach((box, n) => places.set(box.key, { x: column(box, n), y, width: wide, height, name: names[n] }));
  return y + height;
}

// Areas that stand in several bands have their columns, where there is room; the others take what is free. Otherwise undefined.
function inColumns(bands, across) {
  const weight = new Map();
  for (const { boxes } of bands) for (const { cell } of boxes) weight.set(cell.area, (weight.get(cell.area) ?? 0) + 1);
  const common = [...weight.keys()].filter((area) => weight.get(area) > 1).sort();
  if (common.length > across || bands.some(({ boxes }) => boxes.length > across)) return undefined;
  const of = new Map();
  let width = common.length;
  for (const { boxes } of bands) {
    const taken = new Set(boxes.map(({ cell }) => common.indexOf(cell.area)));
    for (const { key, cell } of boxes) {
      let at = common.indexOf(cell.area);
      if (at < 0) for (at = common.length < across ? common.length : 0; taken.has(at); at = (at + 1) % across);
      taken.add(at);
      of.set(key, at);
      width = Math.max(width, at + 1);
    }
  }
  return { of, width };
}

// The modules of an opened box, in rows below it.
function chipsBelow(box, places, label, width, y) {
  let x = label;
  for (const chip of box.chips) {
    const count = chip.findings ? 12 + widthOf(figures.format(chip.findings), CHIP.size, 600) : 0;
    const name = shortened(chip.label, width - label - count - 18, CHIP.size);
    const wide = widthOf(name, CHIP.size) + count + 18;
    if (x > label && x + wide > width) {
      x = label;
      y += CHIP.height + CHIP.gap;
    }
    places.set(chip.key, { x, y, width: wide, height: CHIP.height, name });
    x += wide + CHIP.gap;
  }
  return y + CHIP.height;
}

// Order the boxes of each band by where what they are tied to stands, a few times up and down.
function inOrder(bands, ties, open) {
  const position = new Map();
  const near = new Map();
  const boxes = new Set(bands.flatMap((band) => band.boxes.map(({ key }) => key)));
  const boxed = (key) => (boxes.has(key) ? key : open?.id);
  for (const tie of ties) {
    const [source, target] = [boxed(tie.source), boxed(tie.target)];
    near.set(source, [...(near.get(source) ?? []), target]);
    near.set(target, [...(near.get(target) ?? []), source]);
  }
  const place = (band) => band.boxes.forEach((box, at) => position.set(box.key, (at + 0.5) / band.boxes.length));
  bands.forEach(place);
  for (let round = 0; round < 6; round += 1) {
    for (const band of round % 2 ? [...bands].reverse() : bands) {
      const weight = new Map(
        band.boxes.map((box) => {
          const others = (near.get(box.key) ?? []).map((key) => position.get(key)).filter((each) => each !== undefined);
          return [box.key, others.length ? others.reduce((a, b) => a + b, 0) / others.length : position.get(box.key)];
        }),
      );
      band.boxes.sort((a, b) => weight.get(a.key) - weight.get(b.key) || (a.key < b.key ? -1 : 1));
      place(band);
    }
  }
}

// A line from box to box, as the path of an SVG: down from the lower edge, up from the upper one, and around where both stand side by side.
function curve(from, to, shift) {
  const middle = (box) => box.x + box.width / 2;
  const spread = (box, n) => middle(box) + Math.max(-box.width / 2 + 8, Math.min(box.width / 2 - 8, n));
  if (Math.abs(from.y - to.y) < 4) {
    const [x1, x2] = [spread(from, shift), spread(to, -shift)];
    const lift = Math.min(26, 12 + Math.abs(x2 - x1) / 30);
    return `M${x1},${from.y} C${x1},${from.y - lift} ${x2},${to.y - lift} ${x2},${to.y - 3}`;
  }
  const down = to.y > from.y;
  const [x1, y1] = [spread(from, shift), down ? from.y + from.height : from.y];
  const [x2, y2] = [spread(to, shift), down ? to.y - 3 : to.y + to.height + 3];
  const bend = Math.max(16, Math.abs(y2 - y1) / 2.2) * (down ? 1 : -1);
  return `M${x1},${y1} C${x1},${y1 + bend} ${x2},${y2 - bend} ${x2},${y2}`;
}
