// Every page: the key handler, the failure line, menus that close.
import { bind, start } from "./keys.js";
import { watchFailures } from "./failures.js";

bind({
  "?": () => document.querySelector("#help")?.showModal(),
  "/": () => document.querySelector("#q")?.focus(),
});
start();
watchFailures();

// A menu closes when the pointer or the focus goes elsewhere, and on Escape.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
};
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
