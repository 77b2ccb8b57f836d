// Niceties only: every page works without this file.
"use strict";

const drop = document.querySelector("[data-drop]");
if (drop) {
  const input = drop.querySelector("input[type=file]");
  const said = drop.querySelector("[data-dropped]");
  const stop = (event) => event.preventDefault();
  for (const kind of ["dragover", "dragenter"]) {
    drop.addEventListener(kind, (event) => { stop(event); drop.classList.add("over"); });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    stop(event);
    drop.classList.remove("over");
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change"));
    }
  });
  input.addEventListener("change", () => {
    const file = input.files[0];
    said.textContent = file ? `${file.name} is chosen; it goes before the text below.` : "";
  });
}
