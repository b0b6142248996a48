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
