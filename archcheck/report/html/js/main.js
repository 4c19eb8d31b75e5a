// Everything in its place, and then to where the address points.

function buildContents() {
  const counts = {
    sweeps: raw.sweeps.length,
    findings: findings.length,
    inventory: raw.sites.length,
    cycles: raw.cycles.length,
    "blind-spots": raw.files.length + raw.spots.length,
  };
  const shown = [...document.querySelectorAll("main > section")].filter((section) => !section.hidden);
  byId("contents").append(
    ...shown.map((section) =>
      el(
        "li",
        {},
        link(
          `#${section.id}`,
          section.dataset.title,
          counts[section.id] ? el("span", { class: "number" }, figures.format(counts[section.id])) : null,
        ),
      ),
    ),
  );
  const items = new Map([...byId("contents").querySelectorAll("a")].map((item) => [item.hash.slice(1), item]));
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        for (const item of items.values()) item.removeAttribute("aria-current");
        items.get(entry.target.id)?.setAttribute("aria-current", "true");
      }
    },
    { rootMargin: "-20% 0px -70% 0px" },
  );
  for (const section of shown) watcher.observe(section);
}

function startTheme() {
  const button = byId("theme");
  const themes = ["auto", "light", "dark"];
  let at = 0;
  button.hidden = false;
  button.addEventListener("click", () => {
    at = (at + 1) % themes.length;
    if (at) document.documentElement.dataset.theme = themes[at];
    else delete document.documentElement.dataset.theme;
    button.textContent = `Theme: ${themes[at]}`;
  });
}

markSince();
buildPast();
buildGrid();
buildMap();
buildMatrix();
buildWorklist();
buildSweeps();
buildFindings();
buildInventory();
buildCoupling();
buildCycles();
buildGaps();
buildSettings();
buildContents();
startTheme();
startSearch();
startPrinting();
startRouting();
document.documentElement.dataset.ready = "yes";
