// The configuration as it was read: what the file says, and on request what is there by default.

function buildSettings() {
  const section = headed("configuration", "As it was read; defaults are in lighter ink.");
  const tables = new Map();
  for (const [table, key, value, given] of raw.settings) {
    if (!tables.has(table)) tables.set(table, []);
    tables.get(table).push({ key, value, given });
  }
  const holder = el("div", { class: "settings" });
  for (const [table, keys] of tables) {
    if (!keys.some(({ given }) => given)) continue;
    holder.append(
      el(
        "section",
        {},
        el("h3", {}, breakable(table)),
        el(
          "dl",
          {},
          keys.map(({ key, value, given }) =>
            el("div", { class: given ? null : "default" }, el("dt", {}, key), el("dd", {}, el("code", {}, value))),
          ),
        ),
      ),
    );
  }
  const toggle = el(
    "button",
    {
      type: "button",
      class: "quiet",
      click: () => {
        const on = holder.classList.toggle("defaults");
        toggle.textContent = on ? "Hide defaults" : "Show defaults";
      },
    },
    "Show defaults",
  );
  section.append(toggle, holder);
}
