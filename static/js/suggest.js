// The search box as a combobox (ARIA 1.2, list autocomplete): fields, then values, offered by the server. Without
// this module it is a plain box. Nothing is chosen until an arrow key or a pointer chooses it: Enter searches.
const box = document.querySelector("#q[data-suggestions]");
const list = document.querySelector("#q-offers");
const said = document.querySelector("#q-said");

const REST = 120;
let timer;
let asked = 0;
let found = { start: 0, end: 0, options: [] };
let active = -1;

// The server counts code points, the box UTF-16 units.
const points = (text) => [...text].length;
const units = (text, at) => [...text].slice(0, at).join("").length;

const close = () => {
  clearTimeout(timer);
  asked += 1;
  list.hidden = true;
  list.replaceChildren();
  active = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
};

const mark = (index) => {
  active = index;
  [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
  const option = list.children[index];
  if (!option) return box.removeAttribute("aria-activedescendant");
  box.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
};

const show = () => {
  const options = found.options.map(({ label, hint }, index) => {
    const option = document.createElement("li");
    option.id = `q-offer-${index}`;
    option.role = "option";
    option.setAttribute("aria-selected", "false");
    const name = document.createElement("b");
    name.textContent = label;
    option.append(name);
    if (hint) {
      const more = document.createElement("span");
      more.textContent = hint;
      option.append(" ", more);
    }
    return option;
  });
  list.replaceChildren(...options);
  list.hidden = !options.length;
  active = -1;
  box.removeAttribute("aria-activedescendant");
  box.setAttribute("aria-expanded", String(Boolean(options.length)));
  said.textContent = options.length ? `${options.length} suggestion${options.length > 1 ? "s" : ""}` : "";
};

const ask = async () => {
  const turn = (asked += 1);
  const at = points(box.value.slice(0, box.selectionStart ?? box.value.length));
  const address = `${box.dataset.suggestions}?${new URLSearchParams({ q: box.value, at })}`;
  try {
    const answer = await fetch(address, { headers: { accept: "application/json" } });
    if (!answer.ok || turn !== asked || document.activeElement !== box) return;
    found = await answer.json();
  } catch {
    // Suggestions are a help: without an answer the box is a plain one.
    return;
  }
  if (turn === asked) show();
};

const soon = () => {
  clearTimeout(timer);
  timer = setTimeout(ask, REST);
};

const choose = (index) => {
  const { insert } = found.options[index];
  const start = units(box.value, found.start);
  const rest = box.value.slice(units(box.value, found.end)).replace(/^[^\s,"]*"?/, "");
  const finished = insert.endsWith(":") ? "" : rest.startsWith(" ") ? "" : " ";
  const before = box.value.slice(0, start).replace(/["“”„]$/, "") + insert + finished;
  box.value = before + rest;
  box.setSelectionRange(before.length, before.length);
  close();
  if (insert.endsWith(":")) ask();
};

const keys = {
  ArrowDown: () => (list.hidden ? ask() : mark(active + 1 < list.children.length ? active + 1 : 0)),
  ArrowUp: () => (list.hidden ? false : mark(active > 0 ? active - 1 : list.children.length - 1)),
  Enter: () => (active < 0 ? false : choose(active)),
  Escape: () => (list.hidden ? false : close()),
};

const start = () => {
  box.role = "combobox";
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", list.id);
  box.addEventListener("input", soon);
  box.addEventListener("focus", () => box.value || soon());
  box.addEventListener("blur", close);
  // Before the page's own keys: Escape closes the list first, and leaves the box at the next press.
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const action = keys[event.key];
    // Each action says with false that the key keeps its usual meaning.
    if (!action || action() === false) return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose([...list.children].indexOf(option));
  });
  // The box shows what the page beside it was filtered by.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "main" || document.activeElement === box) return;
    box.value = new URL(location.href).searchParams.get("q") ?? "";
  });
};

if (box && list) start();
