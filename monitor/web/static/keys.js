// Keys for lists: j and k go from item to item, o opens one, s and x press its buttons, / goes to the search field.
(function () {
  "use strict";
  const items = () => Array.from(document.querySelectorAll("[data-item]"));
  const current = () => document.activeElement && document.activeElement.closest("[data-item]");

  function go(step) {
    const all = items();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
    const item = all[Math.min(Math.max(next, 0), all.length - 1)];
    const target = item.querySelector("a[data-open]") || item.querySelector("a, button") || item;
    if (target === item) item.tabIndex = -1;
    target.focus();
    item.scrollIntoView({ block: "nearest" });
  }

  function press(key) {
    const item = current();
    const button = item && item.querySelector('[data-key="' + key + '"]');
    if (button) button.click();
    return Boolean(button);
  }

  function search() {
    const field = document.querySelector("input[type=search]");
    if (field) field.focus();
    else location.href = "/search";
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    switch (event.key) {
      case "j": go(1); break;
      case "k": go(-1); break;
      case "o": {
        const link = current() && current().querySelector("a[data-open], a");
        if (!link) return;
        link.click();
        break;
      }
      case "s":
      case "x":
        if (!press(event.key)) return;
        break;
      case "/": search(); break;
      default: return;
    }
    event.preventDefault();
  });
})();
