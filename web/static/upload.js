// Files of an upload link go in parts and can be resumed (tus 1.0). Without this script the form sends them in one piece.
"use strict";

(function () {
  const form = document.querySelector("form[data-resumable]");
  if (!form || !window.tus || !window.tus.isSupported) return;
  const input = form.querySelector("input[type=file]");
  const progress = form.querySelector("[data-progress]");
  const button = form.querySelector("button[type=submit]");
  const token = form.dataset.token;

  function say(text, wrong) {
    progress.textContent = text;
    progress.className = wrong ? "govuk-error-message" : "sub";
  }

  // One file, from where it was cut off last time.
  function send(file) {
    return new Promise((done, failed) => {
      const upload = new tus.Upload(file, {
        headers: { "Accept-Language": document.documentElement.lang || "es" }, // refusals in the language of the page
        endpoint: form.dataset.resumable,
        chunkSize: 4 << 20,
        retryDelays: [0, 1000, 3000, 10000, 30000],
        metadata: { filename: file.name, token },
        fingerprint: async () => ["foja", token.slice(-20), file.name, file.size, file.lastModified].join("-"),
        removeFingerprintOnSuccess: true,
        onProgress: (sent, all) => say(file.name + ": " + Math.floor((100 * sent) / all) + " %"),
        onError: failed,
        onSuccess: done,
      });
      upload.findPreviousUploads().then((before) => {
        if (before.length) upload.resumeFromPreviousUpload(before[0]);
        upload.start();
      }, failed);
    });
  }

  form.addEventListener("submit", async (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    button.disabled = true;
    try {
      for (const file of input.files) await send(file);
      input.value = ""; // they are there: the form sends the words alone
      form.submit();
    } catch (error) {
      const answer = error.originalResponse && error.originalResponse.getBody();
      say(answer ? answer.replace(/^ERR_[A-Z_]+: /, "") : form.dataset.broken, true);
      button.disabled = false;
    }
  });
})();
