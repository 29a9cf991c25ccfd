// Moving through an article's claims: text and list stay together.
import { bind } from "./keys.js";

const items = [...document.querySelectorAll(".rail li[data-n]")];
const live = document.querySelector("#live");
const numbers = (element) => element.dataset.n.trim().split(" ");
const places = document.querySelectorAll(".prose [data-n]");
let at = -1;

const go = (index, { focus = true } = {}) => {
  const item = items[index];
  if (!item || item.hidden) return;
  at = index;
  const number = item.dataset.n;
  for (const place of places) place.classList.toggle("is-on", numbers(place).includes(number));
  for (const other of items) {
    if (other === item) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
  if (focus) item.querySelector(".claim").focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  document.querySelector(".prose mark.is-on")?.scrollIntoView({ block: "nearest" });
  live.textContent = `Claim ${number} of ${items.length}`;
};

const step = (by) => {
  let index = at + by;
  while (items[index]?.hidden) index += by;
  go(index);
};

const follow = (rel) => document.querySelector(`.statusbar a[rel=${rel}]`)?.click();

bind({ j: () => step(1), k: () => step(-1), "]": () => follow("next"), "[": () => follow("prev") });

for (const [index, item] of items.entries()) {
  item.querySelector(".num").addEventListener("click", (event) => {
    event.preventDefault();
    history.replaceState(null, "", event.currentTarget.hash);
    go(index);
  });
}

for (const place of places) {
  place.addEventListener("click", (event) => {
    event.preventDefault();
    // Within nested claims the innermost is meant: it began last.
    go(Number(numbers(place).at(-1)) - 1);
  });
}

document.addEventListener("change", (event) => {
  if (event.target.name !== "speaker") return;
  const on = new Set([...document.querySelectorAll("[name=speaker]:checked")].map((box) => box.value));
  for (const item of items) item.hidden = !on.has(item.dataset.speaker);
  for (const place of places) {
    const off = numbers(place).every((number) => items[number - 1].hidden);
    place.classList.toggle("is-off", off);
  }
});

// A link from a claim's page names the place.
const named = location.hash.match(/^#a\d+$/) && items.findIndex((item) => item.querySelector(".num").hash === location.hash);
if (named >= 0 && named !== null) go(named, { focus: false });
