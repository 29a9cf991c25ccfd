// One listener for requests that fail: it says what was not done, and leaves every field as it is.
const said = {
  0: "Newsdesk does not answer. Nothing was saved and nothing you typed is lost: check the connection and try again.",
  403: "That was not allowed: you may have been signed out. Sign in again in another tab, then try again here.",
  404: "That is not there any more. Reload the page to see what is.",
  413: "That is too large for one upload. Send fewer or smaller files.",
  429: "Too much at once. Wait a moment and try again.",
};

const show = (status) => {
  const line = document.querySelector("#failure");
  line.textContent = said[status] ?? `Newsdesk could not do that (error ${status}). Nothing was saved; what you typed is still here.`;
  line.hidden = false;
};

export const watchFailures = () => {
  // What a page asks by itself, and nobody waits for, fails in silence.
  const asked = (event) => !event.detail.elt?.matches?.("[data-quiet]");
  document.addEventListener("htmx:responseError", (event) => asked(event) && show(event.detail.xhr.status));
  document.addEventListener("htmx:sendError", (event) => asked(event) && show(0));
  document.addEventListener("htmx:timeout", (event) => asked(event) && show(0));
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!asked(event)) return;
    document.querySelector("#failure").hidden = true;
  });
};
