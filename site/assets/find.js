// The search box of every page, the key “/”, and on a page opened from a result the words that were looked for.
(function () {
  "use strict";
  var root = document.documentElement;
  var assets = document.currentScript.src.replace(/[^/]*$/, "");
  root.classList.add("scripted"); // before anything is painted: the box takes the place of the link

  function isTyping(target) {
    return target.isContentEditable || /^(?:input|textarea|select)$/i.test(target.tagName);
  }

  document.addEventListener("DOMContentLoaded", function () {
    var box = document.querySelector(".search-form input") || document.querySelector(".find input");
    var link = document.querySelector(".to-search");
    var form = document.querySelector(".find");
    if (form) {
      form.addEventListener("submit", function (event) {
        event.preventDefault();
        var query = form.querySelector("input").value.trim();
        window.location.href = link.href + (query ? "?q=" + encodeURIComponent(query) : "");
      });
    }
    document.addEventListener("keydown", function (event) {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
      event.preventDefault();
      if (box && box.offsetParent) box.select();
      else if (link) link.click();
    });
    var query = new URLSearchParams(window.location.search).get("q");
    if (query && document.body.classList.contains("case") && window.CSS && CSS.highlights) {
      var script = document.createElement("script");
      script.src = assets + "search-text.js";
      script.onload = function () { highlight(query); };
      document.head.append(script);
    }
  });

  // Words may run over several elements of one block, never over two blocks.
  function highlight(query) {
    var text = window.caseboundText, phrases = text.phrasesOf(query), ranges = [], blocks = new Map();
    var walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT), node;
    while ((node = walker.nextNode())) {
      var block = node.parentElement.closest("p, li, td, th, dt, dd, h1, h2, h3, h4, caption, figcaption, summary");
      if (!block || node.parentElement.closest("svg")) continue;
      if (!blocks.has(block)) blocks.set(block, []);
      blocks.get(block).push(node);
    }
    blocks.forEach(function (nodes) {
      var whole = nodes.map(function (one) { return one.data; }).join("");
      text.placesOf(whole, phrases).forEach(function (place) {
        var range = new Range();
        if (reach(nodes, place[0], range, "setStart") && reach(nodes, place[1], range, "setEnd")) ranges.push(range);
      });
    });
    if (ranges.length) CSS.highlights.set("found", new Highlight(...ranges));
  }

  function reach(nodes, at, range, set) {
    for (var index = 0; index < nodes.length; index++) {
      if (at < nodes[index].length || (at === nodes[index].length && set === "setEnd")) {
        range[set](nodes[index], at);
        return true;
      }
      at -= nodes[index].length;
    }
    return false;
  }
})();
