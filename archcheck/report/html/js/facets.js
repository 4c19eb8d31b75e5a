// The filters above a list: a search box, one choice a facet with counts, and what the list is grouped by.

function facetBar(list) {
  const { state, facets, groups, noun } = list;
  const box = el("input", {
    type: "search",
    placeholder: `Search ${noun}s`,
    "aria-label": `Search ${noun}s`,
    spellcheck: "false",
    input: () => list.change({ q: box.value }, true),
  });
  const choices = facets.map((facet) => ({
    facet,
    node: el("select", { change: (event) => list.change({ [facet.key]: event.target.value }) }),
  }));
  const grouping = el(
    "select",
    { change: (event) => list.change({ group: event.target.value }) },
    groups.map((group) => el("option", { value: group.key }, group.label)),
  );
  const clear = el("button", { type: "button", class: "quiet", click: () => list.go({}) }, "Clear");
  const total = el("p", { class: "total" });
  const labelled = (label, node) => el("label", {}, el("span", {}, label), node);
  const bar = el(
    "div",
    { class: "facets" },
    el("div", { class: "find" }, box, clear),
    el(
      "details",
      { class: "choices", open: matchMedia("(min-width: 40rem)").matches },
      el("summary", {}, "Filters"),
      el(
        "div",
        {},
        choices.map(({ facet, node }) => labelled(facet.label, node)),
        labelled("Group by", grouping),
      ),
    ),
    total,
  );
  const update = (shown) => {
    if (document.activeElement !== box) box.value = state.q ?? "";
    grouping.value = state.group ?? groups[0].key;
    clear.hidden = !list.isFiltered();
    total.textContent =
      shown === list.items.length ? many(shown, noun) : `${figures.format(shown)} of ${many(list.items.length, noun)}`;
    for (const { facet, node } of choices) fillChoice(list, facet, node);
  };
  return { bar, update };
}

// Counts say what a choice would give under the other filters.
function fillChoice(list, facet, node) {
  const counts = new Map();
  for (const item of list.matching(facet.key)) {
    const value = facet.of(item);
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const chosen = list.state[facet.key] ?? "";
  if (chosen && !counts.has(chosen)) counts.set(chosen, 0);
  const order = facet.order ?? [];
  const values = [...counts].sort(([a], [b]) => rank(order, a) - rank(order, b) || (a < b ? -1 : 1));
  node.replaceChildren(
    el("option", { value: "" }, "any"),
    ...values.map(([value, count]) =>
      el("option", { value, selected: value === chosen }, `${value} (${figures.format(count)})`),
    ),
  );
  node.closest("label").hidden = values.length < 2 && !chosen;
  node.classList.toggle("chosen", Boolean(chosen));
}
