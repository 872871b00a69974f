"use strict";
// Asks how a payment stands while something is under way; without scripts the page reloads itself,
// and "看结果" does the same. Old phones count: nothing newer than Chrome 80 and Safari 13.1.
(() => {
  const box = document.getElementById("pay");

  if (box) {
    let tag = `"${box.dataset.tag}"`;
    let asking = false;

    const put = (id, part) => {
      const place = document.getElementById(id);
      const had = place.contains(document.activeElement);
      place.textContent = "";
      place.append(...part.getElementById(id).childNodes);
      if (had) document.getElementById("pay-title").focus();
    };

    // ``ask``: have the payment's channel asked, too; else only what is known here is read.
    const look = async (ask) => {
      if (asking) return;
      asking = true;
      try {
        const answer = await fetch(box.dataset.now + (ask ? "?ask=1" : ""), {
          headers: { "If-None-Match": tag }, cache: "no-store",
        });
        if (answer.status !== 200) return;
        const part = document.createElement("template");
        part.innerHTML = await answer.text();
        const news = part.content.getElementById("pay");
        if (!news) {  // signed out meanwhile
          window.location.reload();
          return;
        }
        tag = answer.headers.get("ETag");
        box.dataset.every = news.dataset.every;
        put("pay-said", part.content);
        put("pay-rest", part.content);
      } catch (error) {
        // The network was away for a moment: the next question may get through.
      } finally {
        asking = false;
      }
    };

    const again = () => {
      const every = Number(box.dataset.every);
      if (!every) return;
      window.setTimeout(async () => {
        if (!document.hidden) await look(false);
        again();
      }, every * 1000);
    };
    again();

    // Whoever comes back from the cashier, or from another page, sees at once what is true.
    document.addEventListener("visibilitychange", () => { if (!document.hidden) look(true); });
    window.addEventListener("pageshow", (event) => { if (event.persisted) look(true); });
  }

  const copy = document.getElementById("copy");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      const link = document.getElementById("link");
      const said = document.getElementById("copied");
      try {
        await navigator.clipboard.writeText(link.value);
        said.textContent = "复制好了，到微信里粘贴给对方。";
      } catch (error) {
        link.select();
        said.textContent = "没有复制成。链接已经选中，请长按它，点“复制”。";
      }
    });
  }
})();
