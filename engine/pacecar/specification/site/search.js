"use strict";
(() => {
  const field = document.querySelector("input[type=search]");
  const found = document.getElementById("found");
  const families = [...document.querySelectorAll("section.family")];
  const items = [...document.querySelectorAll("ul.rules > li")];
  const texts = new Map(items.map((item) => [
    item, (item.textContent + " " + (item.dataset.words || "")).toLowerCase(),
  ]));
  const search = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const item of items) {
      item.hidden = !words.every((word) => texts.get(item).includes(word));
      count += item.hidden ? 0 : 1;
    }
    for (const family of families) {
      family.hidden = !family.querySelector("li:not([hidden])");
    }
    found.textContent = words.length ? count + (count === 1 ? " page found" : " pages found") : "";
  };
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = items.find((item) => !item.hidden);
    if (field.value.trim() && first) {
      first.querySelector("a").focus();
    }
  });
  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      field.value = "";
      search();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== field) {
      event.preventDefault();
      field.focus();
    }
  });
  field.value = new URLSearchParams(location.search).get("q") || "";
  search();
})();
