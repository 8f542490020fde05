// What can't be undone is asked for here instead of on a page of its own.
for (const form of document.querySelectorAll("form[data-sure]")) {
  form.addEventListener("submit", (event) => {
    if (!confirm(form.dataset.sure)) return event.preventDefault();
    const sure = document.createElement("input");
    sure.type = "hidden"; sure.name = "sure"; sure.value = "1";
    form.append(sure);
  });
}

// The table builder shows its table as soon as something else is chosen. Without this, its button does.
const builder = document.querySelector("form[data-builder]");
const kept = "ecoute-choix";
let by_key = null;

// The answer that is drawn stays in the address only when somebody chose it, and only for its own question.
function show(changed) {
  const query = new URLSearchParams();
  query.set("question", builder.elements.question.value);
  const chosen = [...builder.querySelectorAll("select[name=by]")].map((select) => select.value).filter((name) => name !== "");
  const by = [...new Set(chosen)].join(",");
  if (by) query.set("by", by);
  if (builder.elements.where.value) query.set("where", builder.elements.where.value);
  if (builder.elements.gap.value) query.set("gap", builder.elements.gap.value);
  if (builder.elements.weights?.value) query.set("weights", builder.elements.weights.value);
  if (builder.elements.chart && builder.elements.chart.value !== "bars") query.set("chart", builder.elements.chart.value);
  if (builder.elements.percent && builder.elements.percent.value !== "group") query.set("percent", builder.elements.percent.value);
  const answer = builder.elements.answer;
  const wanted = changed === answer || new URLSearchParams(location.search).has("answer");
  if (answer && wanted && builder.elements.question.value === builder.dataset.question) query.set("answer", answer.value);
  location.assign(builder.action + "?" + query.toString().replaceAll("%2C", ","));
}

function chosen(select) {
  try { sessionStorage.setItem(kept, select.id); } catch { /* a browser without storage: the focus starts at the top */ }
  show(select);
}

if (builder) {
  builder.addEventListener("submit", (event) => { event.preventDefault(); show(null); });
  for (const select of builder.querySelectorAll("select")) {
    // Arrow keys go through the choices: the page waits until the person leaves the list or presses Enter.
    select.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && by_key === select) { event.preventDefault(); chosen(select); }
      else if (event.key !== "Tab") by_key = null, select.dataset.keys = "1";
    });
    select.addEventListener("pointerdown", () => { delete select.dataset.keys; });
    select.addEventListener("change", () => { if (select.dataset.keys) by_key = select; else chosen(select); });
    select.addEventListener("blur", () => { if (by_key === select) chosen(select); });
  }
  try {
    const last = document.getElementById(sessionStorage.getItem(kept) || "");
    if (last) last.focus({preventScroll: true});
    sessionStorage.removeItem(kept);
  } catch { /* the same */ }
}
