/* The console works without scripts; this only spares clicks. */
"use strict";

for (const all of document.querySelectorAll("[data-all]")) {
  all.addEventListener("change", () => {
    for (const box of all.closest("form").querySelectorAll(`input[name="${all.dataset.all}"]`)) box.checked = all.checked;
  });
}

// A conversation is read from its end, unless whoever reads has gone back in it.
const atEnd = (part) => part.scrollHeight - part.scrollTop - part.clientHeight < 40;
const toEnd = (part) => { part.scrollTop = part.scrollHeight; };
document.querySelectorAll(".talk").forEach(toEnd);

// What changes by itself is asked for every five seconds; 304 means that nothing has.
const EVERY_MS = 5000;
for (const part of document.querySelectorAll("[data-poll]")) {
  let tag = null;
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(part.dataset.poll, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
      if (answer.status !== 200 || answer.redirected) return;
      tag = answer.headers.get("ETag");
      const text = await answer.text();
      if (part.contains(document.activeElement) && part !== document.activeElement) return;
      const follows = part.matches(".talk") && atEnd(part);
      part.innerHTML = text;
      if (follows) toEnd(part);
    } catch { /* the network is away: the next try comes by itself */ }
  }, EVERY_MS);
}
