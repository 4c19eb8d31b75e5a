// The burndown of a sweep: what is left by domain, one upon the other, over time, with the target.

const BURNDOWN = { height: 280, left: 46, right: 46, top: 26, bottom: 28, tick: 96 };
const DAY = 86400;
const isoDay = (time) => new Date(time * 1000).toISOString().slice(0, 10);

function drawBurndown(canvas, title, { begin, end, times, totals, shares, target, near }) {
  const { height, left, right, top, bottom } = BURNDOWN;
  const width = Math.max(canvas.clientWidth, 260);
  const counts = countTicks(Math.max(...totals));
  const x = (time) => left + ((width - left - right) * (time - begin)) / (end - begin);
  const y = (count) => height - bottom - ((height - bottom - top) * count) / counts.at(-1);
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": title });
  for (const count of counts)
    drawing.append(
      svg("line", { class: "rule", x1: left, x2: width - right, y1: y(count), y2: y(count) }),
      svg("text", { class: "tick", x: left - 8, y: y(count), "text-anchor": "end" }, figures.format(count)),
    );
  for (const [time, label] of timeTicks(begin, end, (width - left - right) / BURNDOWN.tick))
    drawing.append(
      svg("line", { class: "mark", x1: x(time), x2: x(time), y1: y(0), y2: y(0) + 5 }),
      svg("text", { class: "tick", x: x(time), y: y(0) + 16, "text-anchor": "middle" }, label),
    );
  let floor = totals.map(() => 0);
  shares.forEach(({ name, label, own }, at) => {
    const roof = floor.map((low, moment) => low + own[moment]);
    const points = [...stairs(times, roof, x, y), ...stairs(times, floor, x, y).reverse()];
    const area = svg("polygon", { class: shareClass(name, at), points: points.join(" ") });
    area.append(svg("title", {}, `${label}: ${figures.format(own.at(-1))} left`));
    drawing.append(area);
    floor = roof;
  });
  drawing.append(...targetLine({ target, near, times, totals }, x, y, width));
  const line = stairs(times, totals, x, y);
  const [endX, endY] = line.at(-1);
  drawing.append(
    svg("polyline", { class: "total", points: line.join(" ") }),
    svg("circle", { class: "now", cx: endX, cy: endY, r: 3.5 }),
    svg("text", { class: "now", x: endX + 7, y: endY - 9 }, figures.format(totals.at(-1))),
  );
  canvas.replaceChildren(drawing);
}

// A count holds until the next one is known; a single one is drawn as a short line.
function stairs(times, counts, x, y) {
  const points = times.flatMap((time, at) => [
    ...(at ? [[x(time), y(counts[at - 1])]] : []),
    [x(time), y(counts[at])],
  ]);
  return times.length > 1 ? points : [...points, [points[0][0] + 10, points[0][1]]];
}

function targetLine({ target, near, times, totals }, x, y, width) {
  if (!near) return [];
  const place = x(target);
  const atEnd = place > width - BURNDOWN.right - 110;
  const pace = totals.at(-1) > 0 && target > times.at(-1);
  return [
    svg("line", { class: "target", x1: place, x2: place, y1: BURNDOWN.top - 6, y2: y(0) }),
    svg(
      "text",
      { class: "target", x: place + (atEnd ? -6 : 6), y: BURNDOWN.top - 12, "text-anchor": atEnd ? "end" : "start" },
      `target ${isoDay(target)}`,
    ),
    ...(pace
      ? [svg("line", { class: "pace", x1: x(times.at(-1)), y1: y(totals.at(-1)), x2: place, y2: y(0) })]
      : []),
  ];
}

const shareClass = (name, at) => (name === "" ? "share-rest" : `share-${at}`);

function countTicks(most) {
  let step = 1;
  for (let size = 1; step * 5 < most; size *= 10) step = [size, 2 * size, 5 * size, 10 * size].find((s) => s * 5 >= most) ?? step;
  // One above the most, so that there is room for its name.
  const top = Math.floor(most / step) + 1;
  return Array.from({ length: top + 1 }, (_, number) => number * step);
}

// Days, months or years, whichever leave room between their names.
function timeTicks(begin, end, most) {
  const first = Math.floor(begin / DAY) * DAY;
  for (const days of [1, 2, 7, 14]) {
    const found = [];
    for (let time = first + days * DAY; time <= end && found.length <= most; time += days * DAY) found.push(time);
    if (found.length <= most) return found.map((time) => [time, isoDay(time)]);
  }
  for (const months of [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 12000]) {
    const found = firstsOfMonths(begin, end, months, most);
    if (found.length <= most) return found.map((time) => [time, isoDay(time).slice(0, months < 12 ? 7 : 4)]);
  }
  return [];
}

function firstsOfMonths(begin, end, months, most) {
  const date = new Date(begin * 1000);
  let number = Math.ceil((date.getUTCFullYear() * 12 + date.getUTCMonth() + 1) / months) * months;
  const found = [];
  for (; found.length <= most; number += months) {
    const time = Date.UTC(Math.floor(number / 12), number % 12, 1) / 1000;
    if (time > end) break;
    found.push(time);
  }
  return found;
}
