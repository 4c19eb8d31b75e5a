// The panel at the side: one thing in detail, above the page that it was opened from.

const sheet = byId("sheet");
let openedFrom = null;

function openSheet(kicker, title, ...content) {
  if (sheet.hidden) openedFrom = document.activeElement;
  sheet.replaceChildren(
    el(
      "header",
      {},
      el("p", { class: "kicker" }, kicker),
      el("button", { type: "button", class: "close", "aria-label": "Close", click: leaveSheet }, "×"),
      el("h2", {}, breakable(title)),
    ),
    ...content.flat().filter(Boolean),
  );
  sheet.hidden = false;
  sheet.scrollTop = 0;
  sheet.focus({ preventScroll: true });
}

function closeSheet() {
  sheet.hidden = true;
}

function leaveSheet() {
  closeSheet();
  go(findingList.hash(), { scroll: false });
  openedFrom?.focus?.({ preventScroll: true });
}

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !sheet.hidden) leaveSheet();
});
