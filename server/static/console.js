/* The console works without scripts; this only spares clicks. */
"use strict";

for (const all of document.querySelectorAll("[data-all]")) {
  all.addEventListener("change", () => {
    for (const box of all.closest("form").querySelectorAll(`input[name="${all.dataset.all}"]`)) box.checked = all.checked;
  });
}
