// Fixing a claim: what a change would do is shown while one chooses.
const form = document.querySelector("#who");

const preview = () => {
  if (!form.elements.name.value.trim()) return;
  htmx.ajax("POST", form.action, { source: form, values: { preview: 1 }, target: "#preview", select: "#preview", swap: "outerHTML" });
};

form?.addEventListener("change", preview);
