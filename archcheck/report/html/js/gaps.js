// What was not seen: files that are no modules, and places that could not be followed.

const SPOT_WORDS = {
  grammar: "Syntax that could not be read",
  call: "Calls that could not be followed",
  missing: "Calls of methods that are not there",
};
const FATE_WORDS = {
  unread: "Files that could not be read or parsed",
  shadowed: "Files that a package of the same name hides",
  unimportable: "Files that no import can name: their call sites are found, and nothing else",
};

function buildGaps() {
  const section = headed("blind-spots", "A green result says nothing of what stands here.");
  const groups = new Map();
  const add = (title, item) => groups.set(title, [...(groups.get(title) ?? []), item]);
  for (const [path, fate, reason, line] of raw.files) add(FATE_WORDS[fate] ?? fate, [path, line, reason]);
  for (const [kind, path, line, reason] of raw.spots) add(SPOT_WORDS[kind] ?? kind, [path, line, reason]);
  for (const module of modules)
    if (module.cell && module.layer === null) add("Modules without a layer", [module.path, 0, module.why]);
  if (!groups.size) return section.append(el("p", { class: "soft" }, "There are none."));
  const holder = el("div", { class: "groups" });
  for (const [title, items] of groups) {
    const rows = el("ol", { class: "rows spots" });
    const { more } = inChunks(
      rows,
      items,
      ([path, line, reason]) => el("li", {}, code(line ? `${path}:${line}` : path), el("span", {}, inCode(reason))),
      25,
    );
    holder.append(
      el(
        "details",
        { class: "group", open: items.length <= 12 },
        el("summary", {}, el("span", {}, title), el("span", { class: "number" }, figures.format(items.length))),
        rows,
        more,
      ),
    );
  }
  section.append(holder);
  return undefined;
}
