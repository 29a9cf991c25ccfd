// Files go to the server one by one, so that one that fails stops no other; rows in progress are asked after.
const form = document.querySelector("#intake");
const drop = document.querySelector("#drop");
const input = document.querySelector("#files");
const text = document.querySelector("#id_text");
const sending = document.querySelector("#sending");
const failure = document.querySelector("#failure");
const progress = document.querySelector(".files").dataset.progress;
const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) };

document.documentElement.dataset.scripting = "on";

const queue = [];
let sent = 0;
let busy = false;
const failed = [];

const reasons = {
  0: "Newsdesk does not answer",
  403: "you may have been signed out",
  400: "it is too large, or too much at once",
  413: "it is too large for this server",
  422: "its text or its date can’t be used",
};

const post = async ({ name, fields }) => {
  const data = new FormData(form);
  data.delete("files");
  data.delete("text");
  for (const [key, value] of fields) data.append(key, value);
  let status = 0;
  try {
    const response = await fetch(form.action, { method: "POST", body: data, headers });
    status = response.status;
    if (response.ok) {
      // No swap but the ones out of band: rows into their groups, the tally.
      htmx.swap(document.body, await response.text(), { swapStyle: "none", swapDelay: 0, settleDelay: 0 });
      return true;
    }
  } catch {
    // Nothing came back: the reason for status 0 says so.
  }
  failed.push(`${name} (${reasons[status] ?? `error ${status}`})`);
  return false;
};

const work = async () => {
  if (busy) return;
  busy = true;
  failed.length = 0;
  failure.hidden = true;
  while (queue.length) {
    const item = queue.shift();
    sent += 1;
    sending.textContent = queue.length ? `Sending ${item.name}, ${queue.length} more` : `Sending ${item.name}`;
    if ((await post(item)) && item.done) item.done();
  }
  sending.textContent = "";
  busy = false;
  if (failed.length) {
    failure.textContent = `Not added: ${failed.join(", ")}. Add ${failed.length === 1 ? "it" : "them"} again; the others are in.`;
    failure.hidden = false;
  }
};

const addFiles = (files) => {
  for (const file of files) queue.push({ name: file.name, fields: [["files", file]] });
  work();
};

const addText = (value, done) => {
  if (!value.trim()) return;
  queue.push({ name: "the text", fields: [["text", value]], done });
  work();
};

input.addEventListener("change", () => {
  addFiles([...input.files]);
  input.value = "";
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const value = text.value;
  // What was typed goes only once it has arrived, and only if it is still the same.
  addText(value, () => {
    if (text.value === value) text.value = "";
  });
});

for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  drop.addEventListener(kind, () => drop.classList.toggle("is-over", kind === "dragenter" || kind === "dragover"));
  // A file dropped beside the zone must not replace the page.
  document.addEventListener(kind, (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
}
document.addEventListener("drop", (event) => {
  if (event.dataTransfer?.files.length) addFiles([...event.dataTransfer.files]);
});

document.addEventListener("paste", (event) => {
  if (event.target.closest("input, textarea")) return;
  if (event.clipboardData.files.length) addFiles([...event.clipboardData.files]);
  else addText(event.clipboardData.getData("text/plain"));
});

document.addEventListener("click", (event) => {
  if (!event.target.closest('a[href="#id_text"]')) return;
  event.preventDefault();
  text.focus();
});

// An answered row may have moved: the focus goes to the next question instead of to nowhere.
document.addEventListener("htmx:afterRequest", (event) => {
  const { verb, elt } = event.detail.requestConfig;
  if (verb !== "post" || document.activeElement !== document.body) return;
  const row = elt.closest("tr");
  const own = row && document.getElementById(row.id)?.querySelector(".small");
  (own ?? document.querySelector("#needs .small"))?.focus();
});

const PERIOD = 1000;
const ask = async () => {
  const ids = [...document.querySelectorAll(".files input[name=reading]")].map((field) => field.value);
  if (ids.length && !document.hidden) {
    try {
      await htmx.ajax("GET", `${progress}?${new URLSearchParams(ids.map((id) => ["reading", id]))}`, {
        source: document.querySelector(".files"),
        swap: "none",
      });
    } catch {
      // The failure line has said it; the next round asks again.
    }
  }
  setTimeout(ask, PERIOD);
};
setTimeout(ask, PERIOD);
