// The queue: moving through rows, the preview that follows, marks that lead on to the next claim, selection.
import { bind } from "./keys.js";
import { choose, form, once, press } from "./verdict.js";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const rows = () => all("#list > .row");
const current = () => one("#list > .row[aria-current]");
const link = (row) => one(".row__text a", row);
const wide = matchMedia("(width >= 68rem) and (height >= 36rem)");

// Moving. The preview follows after a short rest, so that a held key does not ask for every claim on the way.
const REST = 120;
let timer;
let asked = null;
// A mark on its way: its row, and what stood in the row's status.
let saving = null;

const preview = (row, rest = REST) => {
  clearTimeout(timer);
  if (!wide.matches) return;
  asked = null;
  timer = setTimeout(() => {
    // The form whose mark is on its way must stay until the answer has come.
    if (saving) return preview(row, REST);
    const source = one("#preview");
    asked = row.dataset.claim;
    htmx.ajax("GET", link(row).dataset.preview, { source, target: source });
  }, rest);
};

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id === "preview" && saving) event.detail.shouldSwap = false;
});

// Rows come anew from the server; which one is current is known here alone.
let currentId = current()?.id;
const setCurrent = (row) => {
  current()?.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  currentId = row.id;
};
const stillCurrent = () => {
  const row = document.getElementById(currentId);
  if (row && !current()) setCurrent(row);
};
document.addEventListener("htmx:afterSwap", stillCurrent);
document.addEventListener("htmx:oobAfterSwap", stillCurrent);

const select = (row, { focus = true, rest = REST } = {}) => {
  if (!row) return;
  if (row !== current()) wanted = null;
  setCurrent(row);
  if (focus) link(row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  const url = new URL(location.href);
  url.searchParams.set("claim", row.dataset.claim);
  url.searchParams.delete("saved");
  history.replaceState(history.state, "", url);
  preview(row, rest);
};

const move = (by) => {
  const list = rows();
  const at = list.indexOf(current());
  const next = list[Math.max(0, Math.min(list.length - 1, at + by))];
  if (next && (next !== list[at] || document.activeElement !== link(next))) select(next);
};

document.addEventListener("click", (event) => {
  const clicked = event.target.closest(".row__text a");
  // A key press on the link, a new tab and a narrow window open the comparison.
  if (!clicked || event.detail === 0 || event.ctrlKey || event.metaKey || event.shiftKey || !wide.matches) return;
  event.preventDefault();
  select(clicked.closest(".row"), { rest: 0 });
});

document.addEventListener("focusin", (event) => {
  const row = event.target.matches(".row__text a") && event.target.closest(".row");
  if (row && row !== current()) select(row, { focus: false });
});

// Marks. A key pressed before the preview has come waits for it, and is forgotten when one moves on.
let wanted = null;
let wantedReason = null;
const isHere = () => {
  const { claim, ready } = form()?.dataset ?? {};
  return ready !== undefined && claim === current()?.dataset.claim;
};

const mark = (action) => () => {
  if (selected().length) return bulk(action);
  if (!current() || saving) return;
  if (!wide.matches) return link(current()).click();
  if (isHere()) return press(action);
  wanted = action;
  wantedReason = null;
  if (asked !== current().dataset.claim) preview(current(), 0);
};

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "preview" || !wanted || !isHere()) return;
  const action = wanted;
  wanted = null;
  // What the editor had in sight was the row.
  form().elements.seen_review.value = current().dataset.seen;
  press(action);
  if (wantedReason) choose(wantedReason);
  wantedReason = null;
});

const rowOf = (elt) => (elt?.matches?.(".verdict form") ? one(`#claim-${elt.dataset.claim}`) : null);

// While a mark is on its way its row says so; an answer brings the row anew.
document.addEventListener("htmx:beforeRequest", (event) => {
  const row = rowOf(event.detail.requestConfig.elt);
  if (!row) return;
  const status = one(".row__status", row);
  saving = { row, status, was: [...status.childNodes] };
  const word = Object.assign(document.createElement("span"), { className: "status" });
  word.dataset.status = "unreviewed";
  word.append(Object.assign(document.createElement("span"), { className: "spin" }), "Saving");
  status.replaceChildren(word);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const config = event.detail.requestConfig;
  if (saving && rowOf(config?.elt)) {
    if (saving.row.isConnected) saving.status.replaceChildren(...saving.was);
    saving = null;
  }
  if (event.detail.xhr.status !== 200 || config.verb !== "post") return;
  if (!config.elt.matches(".verdict form")) return;
  const id = `claim-${config.elt.dataset.claim}`;
  undoable.push(config.elt.dataset.claim);
  // Who moved on in the meantime stays there.
  if (currentId !== id) return;
  const here = document.getElementById(id);
  const next = here?.nextElementSibling;
  if (next) select(next);
  else if (here) select(here, { rest: 0 });
});

// Rows that changed otherwise (undo, keep, a link) keep the focus; the preview shows what they are now.
document.addEventListener("claims-changed", (event) => {
  const shown = one("#preview .preview__body")?.dataset.claim;
  if (event.detail.elt?.matches?.(".verdict form")) return;
  if (event.detail.claims.map(String).includes(shown) && current()?.dataset.claim === shown) preview(current(), 0);
});

// A hint leads to the field that it asks for.
document.addEventListener("click", (event) => {
  const add = event.target.closest(".row [data-add]");
  if (!add || !wide.matches) return;
  event.preventDefault();
  adding = add.dataset.add;
  select(add.closest(".row"), { rest: 0 });
});
let adding = null;
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "preview" || !adding) return;
  one(`[name=${adding}]`, form())?.focus();
  adding = null;
});
// A hint that goes leaves the focus with its row.
document.addEventListener("htmx:beforeSwap", (event) => {
  const row = event.detail.target?.matches?.(".strip--hint") && event.detail.target.closest(".row");
  if (row && event.detail.target.contains(document.activeElement)) link(row).focus({ preventScroll: true });
});

let left = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const inside = event.detail.target?.matches?.(".row") && event.detail.target;
  const fromForm = event.detail.requestConfig?.elt?.matches?.(".verdict form");
  left = inside && !fromForm && inside.contains(document.activeElement) ? inside.id : null;
});
document.addEventListener("htmx:afterSwap", () => {
  const row = left && document.getElementById(left);
  left = null;
  if (!row) return;
  (one(".strip[role=alert] :is(a, button)", row) ?? link(row)).focus();
});

// Keep what somebody else set: the strip goes, the form learns what stands.
document.addEventListener("click", (event) => {
  const keep = event.target.closest(".row [data-keep]");
  if (!keep) return;
  event.preventDefault();
  const row = keep.closest(".row");
  keep.closest(".strip").remove();
  select(row, { rest: 0 });
});

// Undo: the latest first, one press a mark.
const undoable = [];
const undo = () => {
  const button = one("#live [aria-keyshortcuts=u]");
  if (button) {
    // It may have arrived so lately that htmx has not read it yet.
    htmx.process(button.form);
    return button.click();
  }
  while (undoable.length) {
    const row = one(`#claim-${undoable.pop()}`);
    const again = row && one(".row__undo button", row);
    if (again) return again.click();
  }
};
document.addEventListener("htmx:afterRequest", (event) => {
  const path = event.detail.requestConfig?.path ?? "";
  const undone = path.match(/\/claims\/(\d+)\/undo\/$/)?.[1];
  if (!undone || event.detail.xhr.status !== 200) return;
  const at = undoable.lastIndexOf(undone);
  if (at >= 0) undoable.splice(at, 1);
  const row = one(`#claim-${undone}`);
  if (row) select(row, { rest: 0 });
});

// Selection
const boxes = () => all("#list [name=claims]");
const selected = () => boxes().filter((box) => box.checked);

const showSelection = () => {
  const bar = one("#bulk");
  if (!bar) return;
  const count = selected().length;
  bar.toggleAttribute("data-fold", !count);
  one("#listhead").hidden = Boolean(count);
  one("#bulk-n").textContent = `${count} selected`;
  one("#all").checked = count > 0 && count === boxes().length;
  if (!count) one(".bulk__reason", bar).dataset.fold = "";
};

// A range: from the row that was selected last to this one.
let anchor = null;
const selectTo = (row, checked = true) => {
  const list = rows();
  const from = list.findIndex((item) => item.id === anchor);
  const to = list.indexOf(row);
  const range = from < 0 ? [row] : list.slice(Math.min(from, to), Math.max(from, to) + 1);
  for (const item of range) {
    const box = one("[name=claims]", item);
    if (box) box.checked = checked;
  }
  anchor = row.id;
  showSelection();
};
document.addEventListener("click", (event) => {
  if (event.target.name !== "claims") return;
  const row = event.target.closest(".row");
  if (event.shiftKey) selectTo(row, event.target.checked);
  anchor = row.id;
});

const clear = () => {
  anchor = null;
  for (const box of boxes()) box.checked = false;
  showSelection();
};

const bulk = (action) => {
  const bar = one("#bulk");
  if (action !== "disputed") return one(`[value=${action}]`, bar).click();
  delete one(".bulk__reason", bar).dataset.fold;
  one(".bulk__reason button", bar).focus();
};

const reason = (value) => () => {
  if (!selected().length) {
    if (wanted === "disputed") wantedReason = value;
    return wanted ? undefined : choose(value);
  }
  const reasons = one("#bulk .bulk__reason");
  if ("fold" in reasons.dataset) return false;
  one(`[value=${value}]`, reasons).click();
};

document.addEventListener("change", (event) => {
  if (event.target.id === "all") for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.id === "all" || event.target.name === "claims") showSelection();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("#bulk [data-ask]")) bulk("disputed");
});
document.addEventListener("reset", (event) => {
  if (event.target.id !== "bulk") return;
  event.preventDefault();
  clear();
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.requestConfig?.elt?.id === "bulk") showSelection();
});

// Only the page knows which of two linked claims it shows.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.detail.elt.matches("[data-link]")) return;
  event.detail.parameters.rows = rows().map((row) => row.dataset.claim).join(",");
});

// A filter stays open and in focus while the page around it changes.
let open = null;
let focused = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "main") return;
  open = one("details.menu[open]", event.detail.target)?.id;
  focused = document.activeElement?.id;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "main") return;
  document.body.classList.toggle("desk", Boolean(one(".panes")));
  const menu = open && document.getElementById(open);
  if (menu) menu.open = true;
  if (focused) document.getElementById(focused)?.focus();
  currentId = current()?.id;
  showSelection();
});

// Wordings in the preview
const wording = (by) => () => {
  const apps = all("#preview .app");
  if (!apps.length) return;
  const at = Number(one("#preview").dataset.at ?? -1);
  const next = Math.max(0, Math.min(apps.length - 1, at + by));
  one("#preview").dataset.at = next;
  apps[next].scrollIntoView({ block: "nearest" });
};
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "preview") delete event.detail.target.dataset.at;
});

bind({
  j: () => move(1),
  k: () => move(-1),
  Enter: () => {
    if (document.activeElement !== document.body || !current()) return false;
    link(current()).click();
  },
  f: () => {
    if (!current() || !one("[name=claims]", current())) return false;
    location.assign(`${link(current()).pathname}fix/`);
  },
  c: once(mark("confirmed")),
  d: once(mark("disputed")),
  a: once(mark("attributed")),
  1: once(reason("content")),
  2: once(reason("words")),
  u: once(undo),
  x: once(() => {
    const box = current() && one("[name=claims]", current());
    if (!box) return false;
    box.checked = !box.checked;
    anchor = current().id;
    showSelection();
  }),
  X: once(() => {
    if (!current()) return false;
    selectTo(current());
  }),
  f: () => {
    // Who may mark may mend as well.
    if (!current() || !one("#bulk")) return false;
    location.assign(`${new URL(link(current()).href).pathname}fix/`);
  },
  "[": wording(-1),
  "]": wording(1),
  Escape: () => {
    if (!selected().length) return false;
    clear();
  },
});
showSelection();
