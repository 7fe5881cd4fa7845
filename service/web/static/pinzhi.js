// What a script adds to pages that work without one: live forms, and one sending of each form.
"use strict";

document.documentElement.classList.add("script");

// A form with data-live="#id" is sent while it is filled in, and the element of that id is
// replaced by the one in the answer. The last change counts: earlier answers are dropped.
for (const form of document.querySelectorAll("form[data-live]")) {
  let waiting;
  let asked = 0;
  const ask = async () => {
    const turn = ++asked;
    const shown = document.querySelector(form.dataset.live);
    shown.setAttribute("aria-busy", "true");
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") body.append(name, value);
    }
    try {
      const address = form.dataset.liveAction || form.action;
      const answer = await fetch(address, { method: "POST", body, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector(form.dataset.live);
      if (turn === asked && found) document.querySelector(form.dataset.live).replaceWith(found);
    } catch {
      // Without an answer the page stays as it is; its button still sends the form.
    } finally {
      document.querySelector(form.dataset.live).removeAttribute("aria-busy");
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 300);
  });
}

// A second click while a form is under way sends nothing.
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// The text of a clause closes by Escape, as readers of a page expect.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const clause of document.querySelectorAll("details.clause[open]")) clause.open = false;
});

// What is wrong with a form is read out first.
document.getElementById("faults")?.focus();
