// The sheet's preview: which columns are in view, and how many follow.
const first = (selector) => document.querySelector(selector);
const heads = () => [...document.querySelectorAll(".grid thead th")];

const describe = () => {
  const wrap = first(".grid-wrap");
  if (!wrap) return;
  const all = heads();
  const pane = wrap.getBoundingClientRect();
  const fixed = all[0].getBoundingClientRect().right;
  const boxes = all.map((head) => head.getBoundingClientRect());
  const hidden = boxes.filter((box) => box.right > pane.right + 2).length;
  // The first column stays while the others scroll under it.
  const shown = boxes
    .map((box, index) => ({ box, number: index + 1 }))
    .slice(1)
    .filter(({ box }) => box.left >= fixed - 2 && box.right <= pane.right + 2)
    .map(({ number }) => number);
  const atStart = wrap.scrollLeft < 2;
  const from = atStart ? 1 : shown[0];
  const to = shown.at(-1) ?? 1;
  first("#inview").textContent =
    shown.length === all.length - 1
      ? "All columns in view"
      : from === undefined || from === to
        ? `Column ${to} of ${all.length} in view`
        : `Columns ${from} to ${to} of ${all.length} in view`;
  first("#hiddencols").textContent = hidden ? `${hidden} more` : "No more";
  first("#nextcols").disabled = hidden === 0;
  first("#prevcols").disabled = atStart;
  first(".cut").classList.toggle("is-cut", hidden > 0);
};

const step = (way) => {
  const wrap = first(".grid-wrap");
  wrap.scrollBy({ left: way * (wrap.clientWidth - heads()[0].offsetWidth) * 0.7 });
};

const prepare = () => {
  const wrap = first(".grid-wrap");
  if (!wrap) return;
  first(".cutnav").hidden = false;
  first("#nextcols").addEventListener("click", () => step(1));
  first("#prevcols").addEventListener("click", () => step(-1));
  wrap.addEventListener("scroll", describe, { passive: true });
  describe();
};

// Every answer is a new form: panes stay where they were scrolled to.
const panes = ".grid-wrap, .work__side .work__scroll, .filters__set";
let places = [];
document.addEventListener("htmx:beforeSwap", () => {
  places = [...document.querySelectorAll(panes)].map((pane) => [pane.className, pane.scrollLeft, pane.scrollTop]);
});
document.addEventListener("htmx:afterSettle", () => {
  for (const [name, left, top] of places) {
    const pane = [...document.querySelectorAll(panes)].find((found) => found.className === name);
    pane?.scrollTo({ left, top, behavior: "instant" });
  }
  prepare();
});

addEventListener("resize", describe);
document.fonts.ready.then(describe);
prepare();
