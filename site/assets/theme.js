// Light or dark: follows the system until the reader chooses, then remembers. Without this script the system decides.
(function () {
  "use strict";
  var key = "casebound-theme";
  var root = document.documentElement;
  root.classList.add("scripted"); // what only scripts can do is shown from the first moment, so that nothing moves
  var system = window.matchMedia("(prefers-color-scheme: dark)");

  function remembered() {
    try {
      var theme = window.localStorage.getItem(key);
      return theme === "light" || theme === "dark" ? theme : null;
    } catch (error) {
      return null; // storage is switched off
    }
  }

  function remember(theme) {
    try {
      window.localStorage.setItem(key, theme);
    } catch (error) {
      // then the choice lasts as long as the page
    }
  }

  function current() {
    return root.getAttribute("data-theme") || (system.matches ? "dark" : "light");
  }

  root.classList.add("scripted"); // before anything is painted: what only scripts can use shows at once, or never

  var chosen = remembered();
  if (chosen) root.setAttribute("data-theme", chosen);

  document.addEventListener("DOMContentLoaded", function () {
    var button = document.querySelector("button.theme");
    if (!button) return;

    function label() {
      button.textContent = button.getAttribute(current() === "dark" ? "data-to-light" : "data-to-dark");
    }

    button.addEventListener("click", function () {
      var theme = current() === "dark" ? "light" : "dark";
      root.setAttribute("data-theme", theme);
      remember(theme);
      label();
    });
    if (system.addEventListener) system.addEventListener("change", label);
    label();
    button.hidden = false;
  });
})();
