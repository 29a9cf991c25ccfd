// One small key handler. A page binds keys to functions; keys rest while someone types,
// while a dialog is open, and where the reader switched them off.
const bound = {};
const switchedOff = () => localStorage.getItem("newsdesk-keys") === "off";

export const bind = (keys) => Object.assign(bound, keys);

export const typing = (element = document.activeElement) =>
  element?.matches("textarea, select, input:not([type=checkbox], [type=radio])") ?? false;

const handle = (event) => {
  if (event.key === "Escape" && typing()) return document.activeElement.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || typing()) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key !== "?" && switchedOff()) return;
  const action = bound[event.key];
  if (!action) return;
  // An action returns false where the key keeps its usual meaning.
  if (action(event) !== false) event.preventDefault();
};

export const start = () => {
  document.addEventListener("keydown", handle);
  const toggle = document.querySelector("#keys-on");
  if (!toggle) return;
  toggle.checked = !switchedOff();
  toggle.addEventListener("change", () => localStorage.setItem("newsdesk-keys", toggle.checked ? "on" : "off"));
};
