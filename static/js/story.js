// Keys of the coverage matrix.
import { bind } from "./keys.js";

const links = () => [...document.querySelectorAll(".matrix .claim")];
const live = document.querySelector("#live");

const step = (by) => {
  const all = links();
  const row = document.activeElement?.closest(".matrix tr")?.querySelector(".claim");
  const at = row ? all.indexOf(row) : by > 0 ? -1 : all.length;
  all[at + by]?.focus();
};

const scroll = (by) => {
  const pane = document.querySelector(".matrix-wrap");
  pane.scrollBy({ left: by * (document.querySelector(".matrix td")?.offsetWidth ?? 0) });
};

bind({
  j: () => step(1),
  k: () => step(-1),
  "]": () => scroll(1),
  "[": () => scroll(-1),
  o: () => document.querySelector("#only").click(),
});

document.addEventListener("htmx:afterSwap", () => {
  const count = links().length;
  live.textContent = `${count} ${count === 1 ? "claim" : "claims"}`;
});
