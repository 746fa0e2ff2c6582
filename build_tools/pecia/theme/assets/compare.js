// The compare page needs no script but for this: to go from one substantive variant to the next. Nothing is done before
// the reader asks for it, so that a page of any length is ready at once.
(() => {
  let last = null;

  // The variants to go through, in order: substantive, chosen by the filter, in a column that is shown; one mark each.
  // Boxes are asked, not the marks: to ask a mark whether it is visible makes the browser lay out its whole row.
  function choose() {
    const kinds = [...document.querySelectorAll(".pc-kinds :checked")].map((box) => box.id.slice("kind-".length));
    const hidden = [...document.querySelectorAll('[id^="column-"]:not(:checked)')].map((box) => box.id.slice("column-".length));
    const seen = new Set();
    return [...document.querySelectorAll('.pc-rows [data-w="substantive"]')].filter((mark) => {
      const { k: kind, v: number, c: other } = mark.dataset;
      if (seen.has(number) || hidden.includes(other) || (kinds.length && !kinds.includes(kind))) return false;
      if (hidden.some((column) => mark.closest(".pc-cell").classList.contains(`pc-c${column}`))) return false;
      return seen.add(number);
    });
  }

  // Where the reader is: at the variant last visited while it is in sight, else at the top of what is.
  function from(marks, step) {
    const top = document.querySelector(".pc-heads").getBoundingClientRect().bottom;
    if (last) {
      const place = last.getBoundingClientRect();
      const at = marks.findIndex((mark) => mark.dataset.v === last.dataset.v);
      if (at >= 0 && place.bottom > top && place.top < innerHeight) return at + step;
    }
    const below = marks.findIndex((mark) => mark.closest(".pc-row").getBoundingClientRect().bottom > top && mark.getBoundingClientRect().top >= top);
    if (step > 0) return below < 0 ? marks.length : below;
    return (below < 0 ? marks.length : below) - 1;
  }

  function go(step) {
    const marks = choose();
    if (!marks.length) return;
    last = marks[(from(marks, step) + marks.length) % marks.length];
    last.tabIndex = 0;
    last.focus({ preventScroll: true });
    last.scrollIntoView({ block: "center" });
  }

  for (const button of document.querySelectorAll("[data-pc-step]")) {
    button.addEventListener("click", () => go(Number(button.dataset.pcStep)));
  }
  addEventListener("keydown", (event) => {
    const step = { n: 1, p: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || !document.getElementById("pc-keys").checked) return;
    if (event.target.closest?.('input:not([type="checkbox"]), textarea, select, dialog, [contenteditable]')) return;
    go(step);
  });
})();
