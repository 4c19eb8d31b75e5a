// Where the boxes of the layer map stand: a band a layer, rows of boxes in it, and the order that crosses the fewest lines.

const BOX = { width: 118, height: 42, gap: 14, row: 34 };
const CHIP = { height: 22, gap: 6 };

// bands: [{layer, boxes: [{key, ...}]}]; ties: [{source, target}] by keys. Gives bands with places, and places by key.
function laidOut(bands, ties, width, opened) {
  const narrow = width < 560;
  const label = narrow ? 12 : 120;
  const room = width - label - 12;
  const across = Math.max(2, Math.floor((room + BOX.gap) / (BOX.width + BOX.gap)));
  const wide = Math.min(168, (room - (across - 1) * BOX.gap) / across);
  const columns = inColumns(bands, across);
  if (!columns) inOrder(bands, ties);
  const places = new Map();
  let top = 0;
  for (const band of bands) {
    band.top = top;
    let y = top + (narrow ? 34 : 16);
    for (let at = 0; at < band.boxes.length; at += across) {
      const row = band.boxes.slice(at, at + across);
      const used = (columns ? columns.width : row.length) * (wide + BOX.gap) - BOX.gap;
      const left = label + Math.max(0, (room - used) / 2);
      const column = (box, n) => left + (columns ? columns.of.get(box.key) : n) * (wide + BOX.gap);
      row.forEach((box, n) => places.set(box.key, { x: column(box, n), y, width: wide, height: BOX.height }));
      y += BOX.height + BOX.row;
      const open = row.find((box) => box.key === opened);
      if (open) y = chipsBelow(open, places, label, width - 12, y - BOX.row + 10) + BOX.row;
    }
    top = y - BOX.row + 22;
    band.bottom = top;
    top += 12;
  }
  return { places, height: top - 12, narrow };
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
  const size = (text) => Math.min(width - label, 7 * text.length + 18);
  let x = label;
  for (const chip of box.chips) {
    const wide = size(chip.label);
    if (x > label && x + wide > width) {
      x = label;
      y += CHIP.height + CHIP.gap;
    }
    places.set(chip.key, { x, y, width: wide, height: CHIP.height, chip: true });
    x += wide + CHIP.gap;
  }
  return y + CHIP.height;
}

// Order the boxes of each band by where what they are tied to stands, a few times up and down.
function inOrder(bands, ties) {
  const position = new Map();
  const near = new Map();
  for (const { source, target } of ties) {
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

// A line from box to box: down from the lower edge, up from the upper one, and around where both stand side by side.
function curve(from, to, shift) {
  const middle = (box) => box.x + box.width / 2;
  const spread = (box, n) => middle(box) + Math.max(-box.width / 2 + 8, Math.min(box.width / 2 - 8, n));
  if (Math.abs(from.y - to.y) < 4) {
    const [x1, x2] = [spread(from, shift), spread(to, -shift)];
    const lift = Math.min(26, 12 + Math.abs(x2 - x1) / 30);
    return {
      d: `M${x1},${from.y} C${x1},${from.y - lift} ${x2},${to.y - lift} ${x2},${to.y - 3}`,
      x: (x1 + x2) / 2,
      y: from.y - lift * 0.75,
    };
  }
  const down = to.y > from.y;
  const [x1, y1] = [spread(from, shift), down ? from.y + from.height : from.y];
  const [x2, y2] = [spread(to, shift), down ? to.y - 3 : to.y + to.height + 3];
  const bend = Math.max(16, Math.abs(y2 - y1) / 2.2) * (down ? 1 : -1);
  return { d: `M${x1},${y1} C${x1},${y1 + bend} ${x2},${y2 - bend} ${x2},${y2}`, x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
}
