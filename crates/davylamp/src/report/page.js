"use strict";
// Says below a map or a chart what lies under the pointer, the finger or the focus.
for (const figure of document.querySelectorAll("figure")) {
  const svg = figure.querySelector("svg");
  const readout = figure.querySelector(".readout");
  if (!svg || !readout) continue;
  const idle = readout.textContent;
  let on = null;
  const show = (hot) => {
    if (on) on.classList.remove("on");
    on = hot;
    if (on) on.classList.add("on");
    readout.textContent = on ? on.dataset.tip : idle;
  };
  const under = (event) => show(event.target.closest("[data-tip]"));
  for (const name of ["pointerover", "click", "focusin"]) svg.addEventListener(name, under);
  svg.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse") show(null);
  });
}
