"use strict";
// Adds a search field to long tables. Without it every row is shown.
for (const box of document.querySelectorAll("[data-filter]")) {
  const rows = [...box.querySelectorAll("tbody tr:not(.group)")];
  if (rows.length < 12) continue;
  const field = document.createElement("input");
  field.type = "search";
  field.id = box.getAttribute("aria-labelledby") + "-search";
  const label = document.createElement("label");
  label.htmlFor = field.id;
  label.textContent = box.dataset.filter;
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  const bar = document.createElement("div");
  bar.className = "filter";
  bar.append(label, field, count);
  box.before(bar);
  const texts = rows.map((row) => row.textContent.toLowerCase());
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row, index) => {
      row.hidden = !texts[index].includes(wanted);
      if (!row.hidden) shown += 1;
    });
    for (const body of box.querySelectorAll("tbody")) {
      body.hidden = ![...body.rows].some((row) => !row.hidden && !row.classList.contains("group"));
    }
    count.textContent = wanted ? shown + " " + box.dataset.shown : "";
  });
}
