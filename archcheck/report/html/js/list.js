// A long list with filters and groups, whose state stands in the address.

const OPEN_AT_FIRST = 40;
const CHUNK = 100;

class FacetList {
  // section: its id; items; facets and groups: {key, label, of}; text: what the search looks at; row: makes an element.
  constructor({ section, items, facets, groups, text, row, noun }) {
    Object.assign(this, { section, items, facets, groups, text, row, noun, state: {}, blocks: [] });
    this.bar = facetBar(this);
    this.body = el("div", { class: "groups" });
    this.rendered = null;
    sections.set(section, (query) => this.set(Object.fromEntries(query)));
  }

  isFiltered() {
    return Object.entries(this.state).some(([key, value]) => key !== "group" && value);
  }

  matching(without) {
    const words = (this.state.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = this.facets.filter(({ key }) => this.state[key] && key !== without);
    return this.items.filter((item) => {
      if (!wanted.every(({ key, of }) => of(item) === this.state[key])) return false;
      item.haystack ??= this.text(item).toLowerCase();
      return words.every((word) => item.haystack.includes(word));
    });
  }

  hash() {
    const query = new URLSearchParams(Object.entries(this.state).filter(([, value]) => value)).toString();
    return query ? `#${this.section}?${query}` : `#${this.section}`;
  }

  change(state, replace = false) {
    this.state = { ...this.state, ...state };
    go(this.hash(), { replace, scroll: false });
  }

  go(state) {
    this.state = state;
    go(this.hash(), { scroll: false });
  }

  // Show what a state asks for; the same state is not drawn anew.
  set(state) {
    this.state = state;
    const key = JSON.stringify(Object.entries(state).sort());
    if (this.rendered === key) return;
    this.rendered = key;
    this.draw();
  }

  draw() {
    if (!this.items.length) return;
    const shown = this.matching();
    this.bar.bar.isConnected || byId(this.section).append(this.bar.bar, this.body);
    this.bar.update(shown.length);
    const group = this.groups.find(({ key }) => key === this.state.group) ?? this.groups[0];
    const byName = new Map();
    for (const item of shown) {
      const name = group.of(item) ?? group.none ?? "none";
      if (!byName.has(name)) byName.set(name, []);
      byName.get(name).push(item);
    }
    const order = [...byName].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
    let open = OPEN_AT_FIRST;
    this.blocks = order.map(([name, items]) => {
      const block = this.block(name, items, open > 0, order.length === 1 && group.key === "none");
      open -= items.length;
      return block;
    });
    this.body.replaceChildren(...this.blocks.map(({ node }) => node));
    if (!shown.length) this.body.append(el("p", { class: "soft" }, `No ${this.noun} is left; clear a filter.`));
  }

  block(name, items, open, bare) {
    const rows = el("ol", { class: "rows" });
    const block = { items, rows, chunks: null };
    block.fill = () => {
      if (!block.chunks) {
        block.chunks = inChunks(rows, items, this.row, CHUNK);
        rows.after(block.chunks.more);
      }
      return block.chunks;
    };
    block.node = bare
      ? el("div", { class: "group" }, rows)
      : el(
          "details",
          { class: "group", open, toggle: () => block.node.open && block.fill() },
          el(
            "summary",
            {},
            el("span", {}, breakable(name)),
            el("span", { class: "number" }, figures.format(items.length)),
          ),
          rows,
        );
    if (bare || open) block.fill();
    return block;
  }

  // The element of an item, drawn and in an open group; null where the filters leave it out.
  reveal(item) {
    const block = this.blocks.find(({ items }) => items.includes(item));
    if (!block) return null;
    if ("open" in block.node) block.node.open = true;
    block.fill().upTo(block.items.indexOf(item));
    return block.rows.children[block.items.indexOf(item)];
  }
}
