// Words selected in an article: their place in its text, and what they can become.
import { bind } from "./keys.js";

const bar = document.querySelector("#selected");
const prose = document.querySelector(".prose");
const live = document.querySelector("#live");

// Offsets are code points of the article's text; the page's strings count in UTF-16.
const points = (text) => [...text].length;

const textUpTo = (piece, node, offset) => {
  const range = document.createRange();
  range.setStart(piece, 0);
  range.setEnd(node, offset);
  return points(range.toString());
};

// [start, end] of a selection, or null where it holds no word of the text.
const placeOf = (range) => {
  const pieces = [...prose.querySelectorAll("[data-at]")].filter((piece) => range.intersectsNode(piece));
  if (!pieces.length) return null;
  const [first, last] = [pieces[0], pieces.at(-1)];
  const before = first.contains(range.startContainer) ? textUpTo(first, range.startContainer, range.startOffset) : 0;
  const inside = last.contains(range.endContainer)
    ? textUpTo(last, range.endContainer, range.endOffset)
    : points(last.textContent);
  const [start, end] = [Number(first.dataset.at) + before, Number(last.dataset.at) + inside];
  return start < end ? [start, end] : null;
};

const current = () => document.querySelector(".rail li[aria-current]");

const show = () => {
  const selection = getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const place = range && prose.contains(range.commonAncestorContainer) ? placeOf(range) : null;
  const was = bar.hidden;
  bar.hidden = !place;
  if (!place) return;
  const at = place.join("-");
  document.querySelector("#selected-words").textContent = selection.toString().replace(/\s+/g, " ");
  document.querySelector("#selected-add").search = `?at=${at}`;
  const item = current();
  const fix = item?.querySelector(".fix");
  for (const [id, spans] of [["#selected-set", at], ["#selected-more", `${fix?.dataset.spans},${at}`]]) {
    const link = document.querySelector(id);
    link.hidden = !fix;
    if (!fix) continue;
    link.href = `${fix.dataset.words}?at=${spans}`;
    link.querySelector("[data-number]").textContent = item.dataset.n;
  }
  if (!was) return;
  const more = fix ? `, s sets them as words of claim ${item.dataset.n}` : "";
  live.textContent = `Words selected: a adds them as a claim${more}.`;
};

const press = (id) => () => {
  const link = document.querySelector(id);
  if (bar.hidden || link.hidden) return false;
  link.click();
};

if (bar) {
  document.addEventListener("selectionchange", show);
  bind({
    a: press("#selected-add"),
    s: press("#selected-set"),
    m: press("#selected-more"),
    f: () => {
      const fix = current()?.querySelector(".fix");
      if (!fix) return false;
      fix.click();
    },
  });
}
