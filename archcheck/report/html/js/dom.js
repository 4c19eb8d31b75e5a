// Elements by hand: text is only ever set as text, so that nothing of the checked project can become markup.

const SVG = "http://www.w3.org/2000/svg";

function filled(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(key, value);
    else if (key.startsWith("--")) node.style.setProperty(key, value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const el = (tag, attributes = {}, ...children) => filled(document.createElement(tag), attributes, children);
const svg = (tag, attributes = {}, ...children) => filled(document.createElementNS(SVG, tag), attributes, children);
const byId = (id) => document.getElementById(id);

const figures = new Intl.NumberFormat("en");
const many = (number, noun, plural = `${noun}s`) => `${figures.format(number)} ${number === 1 ? noun : plural}`;

// A name that may break behind its dots, slashes and underscores, and nowhere else.
function breakable(text) {
  const parts = String(text).split(/(?<=[./:_])/);
  return parts.flatMap((part, at) => (at ? [el("wbr"), part] : [part]));
}

const code = (text, attributes = {}) => el("code", attributes, breakable(text));
const badge = (text, kind = text) => el("span", { class: `badge ${kind}` }, text);
const link = (hash, ...children) => el("a", { href: hash }, ...children);

// Show the first items of a long list; `more` is the button for the next, hidden where there are none.
function inChunks(parent, items, make, size) {
  let shown = 0;
  const more = el("button", { type: "button", class: "more", click: () => show(size) });
  const show = (number) => {
    const until = Math.min(items.length, shown + number);
    const fresh = document.createDocumentFragment();
    for (; shown < until; shown += 1) fresh.append(make(items[shown], shown));
    parent.append(fresh);
    const left = items.length - shown;
    more.textContent =
      left > size
        ? `Show ${figures.format(size)} more of ${figures.format(left)}`
        : `Show ${figures.format(left)} more`;
    more.hidden = !left;
  };
  show(size);
  return {
    more,
    upTo: (index) => index >= shown && show(index + 1 - shown),
    all: (most) => show(Math.max(0, most - shown)),
  };
}

// Draw now, and again whenever the width that there is has changed.
function drawnToWidth(canvas, draw) {
  let width = canvas.clientWidth;
  draw();
  new ResizeObserver(() => {
    if (Math.abs(canvas.clientWidth - width) <= 8) return;
    width = canvas.clientWidth;
    draw();
  }).observe(canvas);
}

const say = (text) => {
  byId("spoken").textContent = text;
};

// The head of a section: its title, and a sentence that says how to read it.
function headed(id, lead) {
  const section = byId(id);
  section.hidden = false;
  section.replaceChildren(el("h2", {}, section.dataset.title), lead ? el("p", { class: "lead" }, lead) : "");
  return section;
}
