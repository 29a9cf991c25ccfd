// The verdict form: its keys, the question that Dispute asks first, and what was typed, which is kept
// in this tab until it is saved. Forms arrive with the page or by htmx.
import { bind } from "./keys.js";
import "./unsent.js";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const form = () => one(".verdict form");

const hint = (text) => {
  const line = one(".verdict__hint", form());
  if (line) line.textContent = text;
};

// Dispute asks what is disputed; choosing is what saves.
const ask = (asked) => {
  const reasons = one(".reason", asked);
  delete reasons.dataset.fold;
  reasons.hidden = false;
  one("[value=disputed]", asked).setAttribute("aria-expanded", "true");
  hint("Not saved yet: choose one.");
  one(".rbtn", reasons).focus();
};

const asking = () => !one(".reason", form())?.hidden;

// Keys press the buttons, because a form's own submit would not tell htmx which one it was.
export const press = (value) => {
  if (!form()) return false;
  one(`.vbtn[value=${value}]`, form()).click();
};

export const choose = (value) => {
  if (!form() || !asking()) return false;
  one(`.rbtn[value=${value}]`, form()).click();
};

const field = (name) => {
  const found = form();
  if (!found) return false;
  found.dataset.open = "";
  one(`[name=${name}]`, found)?.focus();
};

// A key that is held down is one key.
export const once = (action) => (event) => (event.repeat ? undefined : action());

bind({
  c: once(() => press("confirmed")),
  d: once(() => press("disputed")),
  a: once(() => press("attributed")),
  1: once(() => choose("content")),
  2: once(() => choose("words")),
  n: () => field("note"),
  e: () => field("evidence_url"),
  r: () => field("reason"),
});

// Drafts
const draftKey = (draft) => `newsdesk-draft-${draft.dataset.claim}`;
const links = (draft) => all("[name=evidence_url]", draft);
const typed = (draft) => ({
  note: draft.elements.note.value,
  evidence_url: links(draft).map((input) => input.value).filter(Boolean),
  reason: one("[name=reason]", draft)?.value ?? "",
});

document.addEventListener("input", (event) => {
  const draft = event.target.closest(".verdict form");
  if (draft) sessionStorage.setItem(draftKey(draft), JSON.stringify(typed(draft)));
});

// One more box for an evidence link, after the last one that is shown.
const another = (draft, value = "") => {
  const shown = links(draft).filter((input) => !input.classList.contains("noscript"));
  const input = shown.at(-1).cloneNode();
  input.removeAttribute("id");
  input.removeAttribute("aria-keyshortcuts");
  input.setAttribute("aria-label", `Evidence link ${shown.length + 1}`);
  input.value = value;
  shown.at(-1).after(input);
  return input;
};

const fill = (draft, values) => {
  const shown = links(draft).filter((input) => !input.classList.contains("noscript"));
  for (const input of shown.slice(1)) input.remove();
  shown[0].value = values[0] ?? "";
  for (const value of values.slice(1)) another(draft, value);
};

// Several addresses pasted at once are as many links.
document.addEventListener("paste", (event) => {
  if (!event.target.matches?.(".verdict [name=evidence_url]")) return;
  const pasted = event.clipboardData.getData("text").split(/\s+/).filter(Boolean);
  if (pasted.length < 2) return;
  event.preventDefault();
  const draft = event.target.form;
  fill(draft, [...typed(draft).evidence_url, ...pasted]);
  sessionStorage.setItem(draftKey(draft), JSON.stringify(typed(draft)));
});

const recall = (draft) => {
  const kept = JSON.parse(sessionStorage.getItem(draftKey(draft)) ?? "null");
  if (!kept) return;
  draft.elements.note.value = kept.note;
  fill(draft, [kept.evidence_url ?? []].flat());
  const reasons = one("[name=reason]", draft);
  if (reasons) reasons.value = kept.reason;
  if (kept.note || kept.evidence_url?.length || kept.reason) draft.dataset.open = "";
};

// A form begins with its question closed, unless it was disputed before or came back with an error.
const prepare = (root) => {
  for (const fresh of all(".verdict form", root)) {
    const reasons = one(".reason", fresh);
    if ("fold" in reasons.dataset) {
      delete reasons.dataset.fold;
      reasons.hidden = true;
      one("[value=disputed]", fresh).setAttribute("aria-expanded", "false");
    }
    recall(fresh);
    one("[aria-invalid]", fresh)?.focus();
  }
};

// The second click of a double-click must not reach the form that the first one brought.
const REST = 400;
let savedAt = -Infinity;

document.addEventListener(
  "click",
  (event) => {
    const more = event.target.closest("[data-another]");
    if (more) return another(more.form).focus();
    const button = event.target.closest(".verdict :is(.vbtn, .rbtn)");
    if (!button) {
      if (event.target.closest("[data-more]")) field("note");
      return;
    }
    const byPointer = event.detail > 0;
    if (event.detail > 1 || (byPointer && performance.now() - savedAt < REST)) event.preventDefault();
    else if (button.value === "disputed") {
      event.preventDefault();
      ask(button.form);
    }
  },
  true,
);

// Ctrl+Enter in a field saves with the status that the claim has.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const saving = event.target.closest?.(".verdict form");
  if (!saving) return;
  event.preventDefault();
  const pressed = one(".rbtn[aria-pressed=true]", saving) ?? one(".vbtn[aria-pressed=true]", saving);
  if (pressed) return pressed.click();
  hint("Not saved yet: choose Confirm, Dispute or Attribute.");
  one(".vbtn", saving).focus();
});

// Enter alone in the evidence field would press Confirm, the first button of the form.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.(".verdict input") && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    one(".vbtn", event.target.form).focus();
  }
});

document.addEventListener("htmx:afterRequest", (event) => {
  const saved = event.detail.requestConfig?.elt;
  if (!saved?.matches?.(".verdict form") || event.detail.xhr.status !== 200) return;
  sessionStorage.removeItem(draftKey(saved));
  savedAt = performance.now();
});
// Until htmx has read a form, its buttons would leave the page.
document.addEventListener("htmx:load", (event) => {
  prepare(event.detail.elt);
  for (const fresh of all(".verdict form", event.detail.elt)) fresh.dataset.ready = "";
});
prepare(document);

// A sign of life for who else looks at this claim, while the page is in sight.
setInterval(() => {
  const line = one("#presence");
  if (line && !document.hidden) htmx.trigger(line, "beat");
}, 20_000);
