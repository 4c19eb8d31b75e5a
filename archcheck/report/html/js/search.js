// One search for all: modules, cells, rules and findings; arrow keys move, Enter goes.

const MOST_HITS = 12;

function startSearch() {
  const box = byId("search-box");
  const hits = byId("search-hits");
  let shown = [];
  let at = -1;
  let everything = null;
  const mark = (index) => {
    at = index;
    [...hits.children].forEach((node, n) => node.setAttribute("aria-selected", String(n === at)));
    if (at >= 0) {
      hits.children[at].scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", hits.children[at].id);
    } else box.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    hits.hidden = true;
    box.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const take = (hit) => {
    close();
    box.blur();
    go(hit.hash);
  };
  const look = () => {
    everything ??= searchable();
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = words.length ? found(everything, words) : [];
    hits.replaceChildren(
      ...shown.map((hit, n) =>
        el(
          "li",
          { role: "option", id: `hit-${n}`, pointerdown: (event) => event.preventDefault(), click: () => take(hit) },
          el("span", { class: "kind" }, hit.kind),
          el("span", {}, breakable(hit.label)),
        ),
      ),
    );
    if (words.length && !shown.length) hits.append(el("li", { class: "soft" }, "Nothing has that name."));
    hits.hidden = !words.length;
    box.setAttribute("aria-expanded", String(!hits.hidden));
    mark(shown.length ? 0 : -1);
  };
  box.addEventListener("input", look);
  box.addEventListener("focus", () => box.value && look());
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length) {
      event.preventDefault();
      mark((at + step + shown.length) % shown.length);
    } else if (event.key === "Escape") {
      close();
      box.blur();
    }
  });
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    if (shown[at]) take(shown[at]);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(input|select|textarea)$/i.test(document.activeElement?.tagName ?? "")) {
      event.preventDefault();
      box.focus();
    }
  });
}

function searchable() {
  const entry = (kind, label, hash, more = "") => ({ kind, label, hash, text: `${label} ${more}`.toLowerCase() });
  return [
    ...modules.map((module) => entry(module.cell ? "module" : "test", module.name, hashOf("module", module.name))),
    ...cells.map((cell) => entry(raw.area, `${cell.layer}, ${cell.area}`, hashOf("cell", cell.id))),
    ...Object.keys(raw.manuals).map((rule) => entry("rule", rule, hashOf("rule", rule))),
    ...findings.map((finding) =>
      entry("finding", finding.message, hashOf("finding", finding.id), `${finding.path} ${finding.id}`),
    ),
  ];
}

// All words have to be there; a whole last name comes first, then what starts with the words, then the shortest.
function found(everything, words) {
  const rated = [];
  for (const entry of everything) {
    if (!words.every((word) => entry.text.includes(word))) continue;
    const last = entry.label.toLowerCase().split(/[.:]/).at(-1);
    const grade =
      entry.kind === "finding"
        ? 4
        : last === words[0]
          ? 0
          : last.startsWith(words[0])
            ? 1
            : entry.text.startsWith(words[0])
              ? 2
              : 3;
    rated.push([grade, entry.label.length, entry]);
  }
  return rated
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
    .slice(0, MOST_HITS)
    .map(([, , entry]) => entry);
}
