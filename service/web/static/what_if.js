// Finds facts by their names: the form has more of them than a person reads through.
"use strict";

const find = document.querySelector("[data-find]");
const none = document.querySelector("[data-find-none]");
const groups = [...document.querySelectorAll("details.group")];
const opened = new Map(groups.map((group) => [group, group.open]));

const show = () => {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const group of groups) {
    let found = 0;
    for (const field of group.querySelectorAll(".field")) {
      const name = field.querySelector("label").textContent.toLowerCase();
      field.hidden = !words.every((word) => name.includes(word));
      found += field.hidden ? 0 : 1;
    }
    group.hidden = found === 0;
    group.open = words.length ? found > 0 : opened.get(group);
    shown += found;
  }
  none.hidden = shown > 0;
};

find?.addEventListener("input", (event) => {
  // To look for a fact supposes nothing.
  event.stopPropagation();
  show();
});
find?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});
