// Hints of probable duplicates while a clerk types. Without this script the button
// "Buscar repetidas" does the same.
"use strict";

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
