// What is nicer with a script. Everything works without: the counter form has a button that
// looks for duplicates, the demo's inbox a link that reads it again.
"use strict";

// Hints of probable duplicates while a clerk types.

(function () {
  const form = document.querySelector("form[data-duplicates]");
  const place = document.getElementById("duplicates");
  if (!form || !place) return;

  const watched = ["name", "id_number", "email", "text"];
  let timer = 0;
  let asked = "";
  let running = null;

  function probe() {
    const query = new URLSearchParams();
    for (const name of watched) query.set(name, form.elements[name].value.trim());
    return query;
  }

  async function look() {
    const query = probe();
    if (query.toString() === asked) return;
    asked = query.toString();
    if (running) running.abort();
    if (!watched.some((name) => query.get(name).length > 3)) {
      place.replaceChildren();
      return;
    }
    running = new AbortController();
    try {
      const answer = await fetch(form.dataset.duplicates, { method: "POST", body: query, signal: running.signal });
      // A redirect means that the session ended: the hints can wait, what was typed must not go.
      if (answer.ok && !answer.redirected) place.innerHTML = await answer.text(); // escaped by the server
    } catch {
      // Hints are a courtesy: the form goes on without them.
    }
  }

  form.addEventListener("input", (event) => {
    if (!watched.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(look, 500);
  });
})();

// A page that waits for something reads itself again while somebody looks at it.
(function () {
  const seconds = Number(document.getElementById("main").dataset.refresh);
  if (!seconds) return;
  setInterval(() => {
    if (!document.hidden) location.reload();
  }, seconds * 1000);
})();

// A page that shows living things hears when something has happened to them. Where nobody is writing it changes by itself; where
// somebody is, it says so and waits.
(function () {
  const main = document.getElementById("main");
  const of = main.dataset.live;
  if (!of || !window.EventSource) return;

  let seen = main.dataset.seen || "";
  let source = null;
  let busy = false;
  document.addEventListener("input", () => { busy = true; });

  // Only the page in front listens: a browser opens six lines to a server, and an officer many pages.
  function listen() {
    if (source) source.close();
    source = null;
    if (document.hidden) return;
    source = new EventSource("/live?" + new URLSearchParams({ of: of === "lists" ? "" : of, seen }));
    source.addEventListener("pulse", (event) => {
      seen = event.lastEventId;
      if (event.data === "true") renew();
    });
  }
  document.addEventListener("visibilitychange", listen);
  window.addEventListener("pagehide", () => source && source.close());

  function tell() {
    document.getElementById("news").hidden = false;
  }

  async function renew() {
    if (busy || main.contains(document.activeElement) && document.activeElement !== main) return tell(); // she would lose her place
    try {
      const answer = await fetch(location.href);
      if (!answer.ok || answer.redirected) return tell();
      const whole = new DOMParser().parseFromString(await answer.text(), "text/html");
      const page = whole.getElementById("main");
      const menu = whole.getElementById("menu");
      if (menu) document.getElementById("menu").replaceChildren(...menu.childNodes);
      if (!page || busy) return tell();
      const open = [...main.querySelectorAll("details")].map((d) => [d.textContent, d.open]);
      const told = main.querySelector(".flash:not(#news)"); // what she was told a moment ago is not in the new page
      main.replaceChildren(...page.childNodes);
      if (told) main.prepend(told);
      for (const d of main.querySelectorAll("details")) {
        const was = open.find(([text]) => text === d.textContent);
        if (was) d.open = was[1];
      }
    } catch {
      // The next event tries again.
    }
  }

  listen();
})();

// The counts of the menu change on pages that do not change by themselves. Those that do bring the menu along: a browser has
// six connections for all tabs, and each stream takes one.
(function () {
  const menu = document.getElementById("menu");
  if (!menu || !window.EventSource || document.getElementById("main").dataset.live) return;

  let seen = "";
  let source = null;

  function listen() {
    if (source) source.close();
    source = null;
    if (document.hidden) return;
    source = new EventSource("/live?" + new URLSearchParams({ of: "", seen }));
    source.addEventListener("pulse", async (event) => {
      const first = seen === "";
      seen = event.lastEventId;
      if (first || event.data !== "true" || menu.contains(document.activeElement)) return;
      try {
        const answer = await fetch("/menu?" + new URLSearchParams({ at: location.pathname }));
        if (answer.ok && !answer.redirected) menu.innerHTML = await answer.text(); // escaped by the server
      } catch {
        // The next event tries again.
      }
    });
  }
  document.addEventListener("visibilitychange", listen);
  window.addEventListener("pagehide", () => source && source.close());
  listen();
})();
