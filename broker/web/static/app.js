// Keeps the page up to date: listens to the feed and swaps the live part for a fresh rendering.
"use strict";

(() => {
  const state = document.getElementById("live-state");
  const live = () => document.getElementById("live");
  if (!state || !live()) return;

  const SETTLE_MILLISECONDS = 150;
  let newest = null;
  let timer = null;
  let isBusy = false;

  const show = (text, className) => {
    state.textContent = text;
    state.className = "live-state " + className;
  };

  // A position is known at the server before it is readable; the header makes the read wait for it.
  const refresh = async () => {
    timer = null;
    if (isBusy) return plan();
    isBusy = true;
    try {
      const headers = newest ? { "Tongban-Position": newest } : {};
      const answer = await fetch(location.href, { headers, credentials: "same-origin" });
      if (answer.redirected) return location.reload();
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("live");
      if (fresh) swap(fresh);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // The network is away; the feed comes back.
    } finally {
      isBusy = false;
    }
  };

  const swap = (fresh) => {
    const focused = document.activeElement;
    const href = live().contains(focused) ? focused.getAttribute("href") : null;
    const opened = [...live().querySelectorAll("details[open]")].map((each) => each.dataset.name);
    live().replaceWith(document.adoptNode(fresh));
    for (const each of live().querySelectorAll("details")) each.open = opened.includes(each.dataset.name);
    if (href) {
      const again = [...live().querySelectorAll("a")].find((link) => link.getAttribute("href") === href);
      if (again) again.focus({ preventScroll: true });
    }
    live().classList.add("fresh");
  };

  const plan = () => {
    if (timer === null) timer = setTimeout(refresh, SETTLE_MILLISECONDS);
  };

  const feed = new EventSource(state.dataset.feed);
  feed.addEventListener("open", () => {
    show("实时更新", "on");
    plan(); // Something may have changed between the rendering and the opening of the feed.
  });
  feed.addEventListener("error", () => show("正在重新连接", "off"));
  feed.addEventListener("case.updated", (message) => {
    const change = JSON.parse(message.data);
    const wanted = live().dataset.case;
    if (wanted && wanted !== change.case_id) return;
    newest = change.position;
    plan();
  });
  // Changes were lost on us, nobody knows which: render afresh. The feed itself goes on.
  feed.addEventListener("reset", plan);
  window.addEventListener("pagehide", () => feed.close());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
})();
