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
  const names = ["target", "year", "pace"];
  const slider = (name) => form.querySelector(`[name="${name}"]`);
  const typed = (name) => form.querySelector(`[data-typed="${name}"]`);
  const output = form.querySelector("output");
  const line = form.querySelector("svg .path");
  const goal = form.querySelector("svg .goal");
  function update(event) {
    for (const name of names) {
      if (event && event.target === typed(name)) {
        if (event.target.value === "" || !event.target.checkValidity()) return;
        slider(name).value = event.target.value;
      } else {
        typed(name).value = slider(name).value;
      }
    }
    const [target, year, pace] = names.map((name) => Number(typed(name).value));
    const value = Number(form.dataset.value), from = Number(form.dataset.from);
    const found = whatIf(value, from, pace, target, year + 1);
    const calendar = found.reached === null ? null : Math.max(Math.ceil(found.reached) - 1, Math.floor(from - 1e-9));
    output.textContent = form.dataset.answer
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
  form.querySelector("[data-copies]").addEventListener("click", (event) => copy(event.target, output));
  update();
}

/** Copy what stands in an element, a table with its cells, and say so on the button; works from file:// too. */
function copy(button, element) {
  const range = document.createRange();
  range.selectNode(element);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  document.execCommand("copy");
  selection.removeAllRanges();
  confirmCopied(button);
}

function copyText(button) {
  const area = document.createElement("textarea");
  area.value = button.dataset.copy;
  document.body.append(area);
  area.select();
  document.execCommand("copy"); // works from file:// too, where the clipboard interface does not
  area.remove();
  button.focus();
  confirmCopied(button);
}

function confirmCopied(button) {
  const label = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = label; }, 1500);
}

/** A number that is clicked leads to its sentence: open what tells where it comes from. */
function openTrace() {
  const claim = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const trace = claim && claim.querySelector("details.trace");
  if (trace) trace.open = true;
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("form.what-if").forEach(startWhatIf);
  document.querySelectorAll("button[data-copy]").forEach((button) => button.addEventListener("click", () => copyText(button)));
  document.querySelectorAll("button[data-copy-table]").forEach((button) => {
    button.addEventListener("click", () => copy(button, document.getElementById(button.dataset.copyTable)));
  });
  openTrace();
});
window.addEventListener("hashchange", openTrace);
