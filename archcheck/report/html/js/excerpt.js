// Source text: the lines around a place with the place marked, and the steps of a path.

function excerpt(finding) {
  const lines = raw.lines[finding.path];
  if (!lines || lines[finding.line] === undefined) return null;
  const numbers = Object.keys(lines)
    .map(Number)
    .filter((number) => number >= finding.line - 2 && number <= finding.end + 2)
    .slice(0, 16);
  return el(
    "div",
    { class: "excerpt", tabindex: "0", role: "group", "aria-label": `Source of ${finding.place}` },
    el("p", { class: "where" }, `${finding.path}:${finding.line}:${finding.column}`),
    el(
      "table",
      {},
      el(
        "tbody",
        {},
        numbers.map((number) => sourceLine(finding, number, lines[number])),
      ),
    ),
  );
}

function sourceLine(finding, number, text) {
  const hit = number >= finding.line && number <= finding.end;
  let shown = [text || " "];
  if (number === finding.line && finding.mark) {
    const [from, to] = finding.mark;
    shown = [
      text.slice(0, from),
      el("mark", {}, text.slice(from, Math.max(to, from + 1)) || " "),
      text.slice(Math.max(to, from + 1)),
    ];
  }
  return el(
    "tr",
    { class: hit ? "hit" : null },
    el("td", { class: "number" }, String(number)),
    el("td", {}, el("pre", {}, shown)),
  );
}

const layerBadge = (layer) => (layer ? el("span", { class: "layer" }, layer) : null);

// The witness as numbered steps; a step that goes up the layers is marked.
function steps(path, target) {
  const last = path.length - 1;
  const calls = path[0][0].includes(":");
  return el(
    "ol",
    { class: "steps" },
    path.map(([name, file, line, layer, expression], at) => {
      const next = at < last ? path[at + 1][3] : target.layer;
      const up = climbs(layer, next);
      const source = lineAt(file, line)?.trim() || expression;
      return el(
        "li",
        { class: up ? "up" : null },
        el(
          "p",
          {},
          moduleLink(name),
          " ",
          layerBadge(layer),
          el("span", { class: "soft" }, calls ? " calls" : " imports"),
          up ? el("span", { class: "climb" }, `up to ${next}`) : null,
        ),
        el(
          "p",
          { class: "source" },
          source ? el("code", {}, source) : null,
          el("span", { class: "soft" }, breakable(line ? `${file}:${line}` : file)),
        ),
      );
    }),
    el("li", { class: "target" }, el("p", {}, moduleLink(target.name), " ", layerBadge(target.layer))),
  );
}

function moduleLink(name) {
  const module = name.split(":")[0];
  return moduleByName.has(module)
    ? el("a", { href: hashOf("module", module), class: "name" }, breakable(name))
    : code(name);
}
