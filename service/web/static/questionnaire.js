// What a script adds to the questionnaire: a draft in this tab of the browser, faults at their
// fields while they are filled in, and the grade read out where it changes.
"use strict";

const form = document.getElementById("dossier");
const PREFIX = "pinzhi.draft.";
const kept = PREFIX + form.dataset.owner;

// A draft belongs to who wrote it, also where somebody else signs in in the same tab.
for (const name of Object.keys(sessionStorage)) {
  if (name.startsWith(PREFIX) && name !== kept) sessionStorage.removeItem(name);
}

const written = () =>
  [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && name !== "csrf" && value !== "",
  );

const keep = () => {
  const fields = written();
  const any = fields.some(
    ([name, value]) => name.startsWith("/") || (name === "carried" && value !== "{}"),
  );
  if (any) sessionStorage.setItem(kept, JSON.stringify(fields));
};

// While an earlier draft is offered, what is typed into the new form does not replace it.
const offer = document.getElementById("draft");
let offered = false;
if (form.dataset.asked === "open" && offer && sessionStorage.getItem(kept)) {
  offered = true;
  offer.hidden = false;
}
const decide = () => {
  offered = false;
  if (offer) offer.hidden = true;
};

document.getElementById("draft-discard")?.addEventListener("click", () => {
  sessionStorage.removeItem(kept);
  decide();
  keep();
});

document.getElementById("draft-continue")?.addEventListener("click", () => {
  const again = document.createElement("form");
  again.method = "post";
  again.action = form.action;
  const put = (name, value) => {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    again.append(field);
  };
  for (const [name, value] of JSON.parse(sessionStorage.getItem(kept))) put(name, value);
  put("csrf", form.elements.csrf.value);
  document.body.append(again);
  again.submit();
});

if (form.dataset.asked !== "open") keep();
form.addEventListener("input", () => {
  if (!offered) keep();
});
addEventListener("pageshow", (event) => {
  if (event.persisted && !offered) keep();
});
form.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("data-record")) {
    // Where the dossier is refused, the page that says so has all of it, and keeps it again.
    sessionStorage.removeItem(kept);
  } else {
    decide();
    keep();
  }
});
document.querySelector("[data-sign-out]")?.addEventListener("submit", () => {
  sessionStorage.removeItem(kept);
});

// The other language shows the same draft.
for (const link of document.querySelectorAll(".languages a")) {
  link.addEventListener("click", (event) => {
    const lang = link.hreflang.slice(0, 2);
    const button = form.querySelector(`[data-language="${lang}"]`);
    if (!button) return;
    event.preventDefault();
    form.requestSubmit(button);
  });
}

// The answers of live checks replace #result; what they say of a field is said at the field.
const told = document.createElement("p");
told.className = "told";
told.setAttribute("role", "status");
form.append(told);
const grade = () => document.querySelector("#result .now")?.textContent.trim() ?? "";
let last = grade();

const tell = () => {
  const wrong = new Map();
  const needed = new Set();
  for (const one of document.querySelectorAll("#result [data-field]")) {
    const id = one.dataset.field;
    if (!one.closest(".wrong-now")) needed.add(id);
    else wrong.set(id, [...(wrong.get(id) ?? []), one.dataset.text]);
  }
  for (const fault of form.querySelectorAll(".fault[id$='-fault']")) {
    const id = fault.id.slice(0, -"-fault".length);
    const field = document.getElementById(id);
    const text = (wrong.get(id) ?? []).join(" ");
    if (!text && needed.has(id)) continue;
    if (!field || fault.textContent === text) continue;
    fault.textContent = text;
    fault.hidden = !text;
    field.closest(".field")?.classList.toggle("wrong", Boolean(text));
    if (text) {
      field.setAttribute("aria-invalid", "true");
      const details = field.closest("details");
      if (details) details.open = true;
    } else {
      field.removeAttribute("aria-invalid");
    }
  }
  if (grade() !== last) told.textContent = last = grade();
};
new MutationObserver(tell).observe(document.querySelector(".beside"), { childList: true });
