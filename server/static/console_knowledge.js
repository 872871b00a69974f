/* The knowledge desk works without scripts; this counts while one types and looks again by itself. */
"use strict";

for (const form of document.querySelectorAll("[data-preview]")) {
  form.addEventListener("input", (event) => {
    const field = event.target;
    for (const place of document.querySelectorAll(`[data-show="${field.name}"]`)) place.textContent = field.value;
    if (field.name !== "short") return;
    const letters = [...field.value.trim()].length;
    for (const output of form.querySelectorAll("output[data-count]")) {
      output.textContent = letters;
      output.classList.toggle("notice", letters > Number(output.dataset.count));
    }
    for (const output of form.querySelectorAll("output[data-seconds]")) output.textContent = Math.round(letters / Number(output.dataset.seconds));
  });
}

const waiting = document.querySelector("[data-again]");
if (waiting) setTimeout(() => location.reload(), Number(waiting.dataset.again) * 1000);
