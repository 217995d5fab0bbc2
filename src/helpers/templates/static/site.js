"use strict";
/* Copy buttons and the what-if. The arithmetic is that of helpers.projection.what_if; a test holds the two together. */

/** Where a constant yearly pace leads, when it reaches the target, and which pace that takes. */
function whatIf(value, from, pace, target, year) {
  const ahead = year - from;
  const at = Math.min(Math.max(value + pace * ahead, 0), 100);
  const needed = ahead > 0 ? (target - value) / ahead : null;
  let reached = null;
  if (value >= target) {
    reached = from;
  } else if (pace > 0) {
    reached = from + (target - value) / pace;
  }
  return { at, needed, reached };
}

function printed(number, decimals, language) {
  return number.toLocaleString(language === "vi" ? "vi-VN" : "en-GB", {
    minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: false,
  });
}

function startWhatIf(form) {
  const language = document.documentElement.lang.slice(0, 2);
  const field = (name) => form.querySelector(`[name="${name}"]`);
  const told = form.querySelector("output");
  const line = form.querySelector("svg .path");
  const goal = form.querySelector("svg .goal");
  function update() {
    const [target, year, pace] = ["target", "year", "pace"].map((name) => Number(field(name).value));
    const value = Number(form.dataset.value), from = Number(form.dataset.from);
    const found = whatIf(value, from, pace, target, year + 1);
    for (const name of ["target", "year", "pace"]) {
      const decimals = name === "pace" ? 2 : 0;
      form.querySelector(`[data-shows="${name}"]`).textContent = printed(Number(field(name).value), decimals, language);
    }
    const calendar = found.reached === null ? null : Math.max(Math.ceil(found.reached) - 1, Math.floor(from - 1e-9));
    told.textContent = form.dataset.told
      .replace("{at}", printed(found.at, 1, language)).replace("{year}", String(year))
      .replace("{reached}", calendar === null ? form.dataset.never : String(calendar))
      .replace("{needed}", found.needed === null ? "–" : printed(Math.max(found.needed, 0), 1, language));
    const x = (when) => 30 + (when - 2020) * 24, y = (share) => 110 - share;
    line.setAttribute("d", `M${x(from)} ${y(value)}L${x(year + 1)} ${y(found.at)}`);
    goal.setAttribute("cx", x(year + 1));
    goal.setAttribute("cy", y(target));
  }
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(update));
  update();
}

function copyText(button) {
  const done = () => {
    const said = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = said; }, 1500);
  };
  const area = document.createElement("textarea");
  area.value = button.dataset.copy;
  document.body.append(area);
  area.select();
  document.execCommand("copy"); // works from file:// too, where the clipboard interface does not
  area.remove();
  button.focus();
  done();
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("form.what-if").forEach(startWhatIf);
  document.querySelectorAll("button[data-copy]").forEach((button) => button.addEventListener("click", () => copyText(button)));
});
