// A document of the preview: its pages as pictures, or the browser's own viewer in a frame. Both stay at the page that is
// being read when the document has been made again.
(function () {
  "use strict";
  var told = document.body.dataset;
  var frame = document.getElementById("_frame");
  var sheets = document.getElementById("_main");
  var bar = document.querySelector(".bar");
  var input = document.getElementById("_page");
  var mode = document.getElementById("_mode");
  var place = mode.getAttribute("href");
  var version = "";
  var pages = 0;
  var page = Math.max(1, Number((/^#page=(\d+)$/.exec(window.location.hash) || [])[1]) || 1);
  var timer = 0;

  function text(id, words) {
    var element = document.getElementById(id);
    element.textContent = words;
    element.hidden = !words;
  }

  // Where we are: in the bar, in the address, and in the link to the other mode.
  function turned(to) {
    page = to;
    if (document.activeElement !== input) input.value = page;
    mode.setAttribute("href", place + "#page=" + page);
    window.clearTimeout(timer);
    timer = window.setTimeout(function () { window.history.replaceState(null, "", "#page=" + page); }, 300);
  }

  function go(to) {
    turned(Math.min(Math.max(1, to), pages || to));
    if (frame) show();
    else if (sheets.children[page - 1]) sheets.children[page - 1].scrollIntoView();
  }

  // The viewer's own place cannot be asked for: it opens at the page of our bar. A new frame leaves no trace in the history.
  function show() {
    var fresh = frame.cloneNode();
    fresh.src = told.pdf + "?version=" + version + "#page=" + page;
    frame.replaceWith(fresh);
    frame = fresh;
  }

  function fill(state) {
    var wide = Math.min(document.documentElement.clientWidth, 900) * (window.devicePixelRatio || 1);
    var width = [800, 1200, 1600, 2400].find(function (size) { return size >= wide; }) || 2400;
    sheets.style.setProperty("--ratio", state.width + " / " + state.height);
    while (sheets.children.length > pages) sheets.lastChild.remove();
    for (var number = 1; number <= pages; number += 1) {
      var sheet = sheets.children[number - 1];
      if (!sheet) {
        sheet = document.createElement("img");
        sheet.loading = "lazy";
        sheet.alt = told.pageOf.replace("{n}", number);
        sheets.append(sheet);
      }
      sheet.src = told.picture + number + ".png?width=" + width + "&version=" + version;
    }
  }

  function list(state) {
    var box = document.getElementById("_found");
    var items = state.found.map(function (finding) {
      var item = document.createElement("li");
      item.className = finding.severity;
      [["b", finding.word + " " + finding.place], ["p", finding.message], ["p", finding.hint && told.hint.replace("{text}", finding.hint)]]
        .forEach(function (part) {
          if (!part[1]) return;
          var element = document.createElement(part[0]);
          element.textContent = part[1];
          item.append(element);
        });
      return item;
    });
    box.querySelector("ul").replaceChildren.apply(box.querySelector("ul"), items);
    box.querySelector("summary span").textContent = state.found.length;
    box.className = state.found.length ? state.found[0].severity : "";
    box.hidden = !items.length;
  }

  function update(state) {
    var progress = document.getElementById("_progress");
    progress.hidden = !state.doing;
    progress.max = state.total || 1;
    progress.value = state.done;
    text("_doing", state.doing);
    text("_problem", state.problem && state.problem + (state.version ? " " + told.kept : ""));
    list(state);
    if (state.version === version) return;
    var first = !version;
    version = state.version;
    pages = state.pages;
    input.max = pages;
    document.getElementById("_pages").textContent = told.ofPages.replace("{n}", pages);
    if (frame) show();
    else fill(state);
    if ((first && page > 1) || page > pages) go(page);
    document.body.dataset.version = version;
  }

  function scrolled() {
    var first = sheets.children[0];
    if (!first) return;
    var pitch = sheets.children[1] ? sheets.children[1].offsetTop - first.offsetTop : first.offsetHeight;
    var middle = window.scrollY + bar.offsetHeight + (window.innerHeight - bar.offsetHeight) / 2;
    var now = Math.min(pages, Math.max(1, Math.floor((middle - first.offsetTop) / pitch) + 1));
    if (now !== page) turned(now);
  }

  input.addEventListener("change", function () { go(Number(input.value) || 1); });
  if (sheets) window.addEventListener("scroll", scrolled, { passive: true });
  document.addEventListener("casebound", function (event) { update(event.detail); });
  turned(page);
})();
