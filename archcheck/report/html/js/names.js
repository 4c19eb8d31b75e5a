// Names in the room that there is for them: how wide they are, where they break, what is left of them.

// Where all packages lie below one, its name says nothing in each of them.
const commonRoot = (() => {
  if (raw.area !== "package") return "";
  const names = cells.map(({ area }) => area);
  const [root] = (names[0] ?? "").split(".");
  return names.every((name) => name === root || name.startsWith(`${root}.`)) ? `${root}.` : "";
})();
const areaLabel = (area) => (commonRoot && area.startsWith(commonRoot) ? area.slice(commonRoot.length) : area);

const ruler = document.createElement("canvas").getContext("2d");
const letters = getComputedStyle(document.documentElement).getPropertyValue("--sans");

function widthOf(text, size, weight = 400) {
  ruler.font = `${weight} ${size}px ${letters}`;
  return ruler.measureText(text).width;
}

// What fits of a text: of a dotted name its end, of any other its beginning.
function shortened(text, room, size, weight) {
  if (widthOf(text, size, weight) <= room) return text;
  const tail = text.includes(".");
  const cut = (letter) => (tail ? `…${text.slice(text.length - letter)}` : `${text.slice(0, letter)}…`);
  let [low, high] = [1, text.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (widthOf(cut(middle), size, weight) <= room) low = middle;
    else high = middle - 1;
  }
  return cut(low);
}

// A text in lines of a width, broken behind spaces or behind the dots and underscores of a name; what is beyond the last line is cut.
function inLines(text, room, size, { weight = 400, most = Infinity } = {}) {
  const lines = [""];
  for (const piece of text.split(/(?<=[\s._/-])/)) {
    if (lines.at(-1) && lines.length < most && widthOf((lines.at(-1) + piece).trim(), size, weight) > room)
      lines.push("");
    lines.push(lines.pop() + piece);
  }
  return lines.map((line) => shortened(line.trim(), room, size, weight));
}
