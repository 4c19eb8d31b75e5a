// The part of the address behind the hash says what is to be seen: a section with its filters, or one thing (`#module-shop.db`).

const views = new Map(); // kind -> what to do with the id, for `#kind-id`
const sections = new Map(); // id of a section -> what to do with its parameters, for `#section?key=value`; may give what is to be seen

function parsed(hash) {
  const text = hash.replace(/^#/, "");
  const [name, query = ""] = text.split(/\?(.*)/s);
  const kind = [...views.keys()].find((each) => name.startsWith(`${each}-`) && !sections.has(name) && !byId(name));
  const id = kind ? decoded(name.slice(kind.length + 1)) : name;
  return { kind: kind ?? "section", id, query: new URLSearchParams(query) };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function show(hash, scroll) {
  const { kind, id, query } = parsed(hash);
  if (kind !== "section") return views.get(kind)(id, scroll);
  closeSheet();
  if (!id) {
    for (const section of sections.values()) section(query);
    return undefined;
  }
  const wanted = sections.get(id)?.(query);
  if (scroll && wanted) wanted.scrollIntoView({ block: "center" });
  else if (scroll) byId(id)?.scrollIntoView({ block: "start" });
  return undefined;
}

// Go somewhere: a new entry in the history, or where only a filter moves on, the same one.
function go(hash, { replace = false, scroll = true } = {}) {
  if (hash !== location.hash) history[replace ? "replaceState" : "pushState"]({ ours: true }, "", hash || "#");
  show(hash, scroll);
}

function startRouting() {
  history.replaceState({ ours: true }, "");
  addEventListener("popstate", (event) => show(location.hash, !event.state?.ours));
  document.addEventListener("click", (event) => {
    const anchor = event.target.closest?.('a[href^="#"]');
    if (!anchor || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(anchor.getAttribute("href"));
  });
  if (location.hash) show(location.hash, true);
}
