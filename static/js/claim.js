// The claim page: an address without what is usual, focus that stays through a swap, keys, and a page that follows a mark.
import { bind } from "./keys.js";
import { once } from "./verdict.js";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// How the comparison is shown is in the address; what is usual is left out of it.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.id !== "compare") return;
  const { elt, parameters } = event.detail;
  if (one("#fold", elt).checked) delete parameters.fold;
  else parameters.fold = "0";
  if (one("#marks", elt).checked) delete parameters.marks;
  else parameters.marks = "0";
  if (parameters.base === elt.dataset.base) delete parameters.base;
  const boxes = all("[name=show]", elt);
  if (boxes.every((box) => box.checked)) delete parameters.show;
});

// A swap keeps the menu open, the focus on its control and the table where it was scrolled to.
let kept = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!["comparison", "claim-page"].includes(event.detail.target?.id)) return;
  const table = one("#table");
  kept = { open: one("#outlets")?.open, focus: document.activeElement?.id, left: table?.scrollLeft, top: table?.scrollTop };
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (!kept || !one("#comparison")) return;
  const { open, focus, left, top } = kept;
  kept = null;
  if (open) one("#outlets").open = true;
  const table = one("#table");
  if (table) Object.assign(table, { scrollLeft: left ?? 0, scrollTop: top ?? 0 });
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  if (event.detail.target?.id !== "claim-page") one("#compared").textContent = one("#comparison").dataset.said;
});

// The form that comes back has the focus where the one that was sent had it.
let pressed = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target?.id !== "verdict") return;
  const button = document.activeElement?.closest("#verdict button[name]");
  pressed = button && `[name=${button.name}][value=${button.value}]`;
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (!pressed || event.detail.target?.id !== "verdict") return;
  one(`#verdict ${pressed}`)?.focus();
  pressed = null;
});

// After a mark, an undo or an answer the head, the table and the history show what is so now.
document.addEventListener("htmx:afterRequest", (event) => {
  const { requestConfig: config, successful } = event.detail;
  if (successful && config?.verb === "post" && !config.elt.matches("[data-quiet]")) htmx.trigger("#claim-page", "refresh");
});

// Outlets: the focus moves along the heads of the columns, and the table with it.
const step = (by) => () => {
  const heads = [...all("#table .fold .base input"), ...all("#table .who-row a")];
  if (!heads.length) return false;
  const at = heads.indexOf(document.activeElement);
  const next = heads[at < 0 ? (by > 0 ? 0 : heads.length - 1) : Math.max(0, Math.min(heads.length - 1, at + by))];
  next.focus({ preventScroll: true });
  next.closest("th").scrollIntoView({ block: "nearest", inline: "start" });
};

const follow = (rel) => () => {
  const link = one(`.pager [rel=${rel}]`);
  if (!link) return false;
  link.click();
};

bind({
  j: follow("next"),
  k: follow("prev"),
  f: once(() => one("#fold")?.click()),
  F: once(() => one("#fix")?.click()),
  o: once(() => {
    const every = all("#outlets [name=show]").every((box) => box.checked);
    one(every ? "#only-departures" : "#all-outlets")?.click();
  }),
  u: once(() => one("#live [aria-keyshortcuts=u]")?.click()),
  "[": step(-1),
  "]": step(1),
});
