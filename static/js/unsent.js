// Marks that did not reach Newsdesk: kept in this browser, shown where they belong, sent again on request.
const key = `newsdesk-unsent-${document.body.dataset.user ?? ""}`;
const read = () => JSON.parse(localStorage.getItem(key) ?? "{}");
const write = (marks) => localStorage.setItem(key, JSON.stringify(marks));
const forget = (claim) => {
  const marks = read();
  delete marks[claim];
  write(marks);
};

const PATH = /\/claims\/(\d+)\/reviews\/$/;
const claimOf = (config) => config?.verb === "post" && config.path.match(PATH)?.[1];

const make = (tag, fields = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), fields);
  made.append(...children);
  return made;
};

const nameOf = ({ values }) => {
  if (values.disputed_for) return `Disputed: the ${values.disputed_for}`;
  return values.status ? values.status[0].toUpperCase() + values.status.slice(1) : "mark";
};

const retry = (claim) => {
  const mark = read()[claim];
  if (!mark) return show();
  const row = document.querySelector(`#claim-${claim}`);
  const form = document.querySelector(`#verdict form[data-claim="${claim}"]`);
  const target = row ?? (form && document.querySelector("#verdict"));
  const swap = target ? "outerHTML" : "none";
  htmx.ajax("POST", mark.path, { source: target ?? document.body, target: target ?? document.body, swap, values: mark.values });
};

const strip = (claim, mark, { named }) => {
  const why = mark.status === 0 ? "no connection" : mark.status === 403 ? "you were signed out" : "Newsdesk could not take it";
  const said = make("p", {}, make("b", { textContent: `Not sent: ${why}.` }), ` ${nameOf(mark)}${named ? ` on claim ${claim}` : ""} is kept in this browser.`);
  const end = make("span", { className: "strip__end" });
  if (mark.status === 403) {
    const here = encodeURIComponent(location.pathname + location.search);
    end.append(make("a", { className: "btn btn--small", href: `/accounts/login/?next=${here}`, textContent: "Sign in" }));
  }
  end.append(make("button", { type: "button", className: "btn btn--small", textContent: "Retry", onclick: () => retry(claim) }));
  const drop = () => {
    forget(claim);
    show();
  };
  end.append(make("button", { type: "button", className: "btn btn--small", textContent: "Drop it", onclick: drop }));
  const made = make("div", { className: "strip unsent" }, said, end);
  made.setAttribute("role", "status");
  return made;
};

// A mark stands in its row, or by the form of its claim's own page, or else above the page's content.
export const show = () => {
  for (const old of document.querySelectorAll(".unsent")) old.remove();
  for (const [claim, mark] of Object.entries(read())) {
    const row = document.querySelector(`#claim-${claim}`);
    const dock = document.querySelector(`.dock form[data-claim="${claim}"]`)?.closest(".dock");
    if (row) row.append(strip(claim, mark, { named: false }));
    else if (dock) dock.prepend(strip(claim, mark, { named: false }));
    else document.querySelector("#main")?.before(strip(claim, mark, { named: true }));
  }
};

const keep = (event, status) => {
  const { requestConfig: config } = event.detail;
  const claim = claimOf(config);
  if (!claim) return;
  const values = {};
  for (const [name, value] of config.formData.entries()) {
    if (name === "csrfmiddlewaretoken") continue;
    if (name === "evidence_url") (values[name] ??= []).push(value);
    else values[name] = value;
  }
  write({ ...read(), [claim]: { path: config.path, values, status } });
  show();
};

document.addEventListener("htmx:sendError", (event) => keep(event, 0));
document.addEventListener("htmx:timeout", (event) => keep(event, 0));
document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  if (status === 403 || status >= 500) keep(event, status);
});
// What Newsdesk answered is not unsent any more: it was saved, or the answer says why not and holds what was typed.
document.addEventListener("htmx:afterRequest", (event) => {
  const claim = claimOf(event.detail.requestConfig);
  if (claim && [200, 409, 422].includes(event.detail.xhr.status)) forget(claim);
});
document.addEventListener("htmx:afterSettle", show);
show();
