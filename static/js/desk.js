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

// Signing in again in another tab brings a new CSRF token; what this page was given no longer counts.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (!token || event.detail.verb === "get") return;
  delete event.detail.parameters.csrfmiddlewaretoken;
  event.detail.headers["x-csrftoken"] = token;
});
