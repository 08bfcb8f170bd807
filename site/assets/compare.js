// Two to four cases side by side: buttons on entries, a tray below every page, and the page that shows them.
(function () {
  "use strict";
  var MOST = 4;
  var here = document.currentScript ? document.currentScript.src : "";
  // Several sites opened from folders share one storage; each keeps its own choice.
  var KEY = "casebound-compare " + here.replace(/[?#].*$/, "").replace(/assets\/[^/]*$/, "");
  var chosen = [];
  var told = {}; // by number of the script: cases by id
  var waiting = {};

  window.caseboundCompare = {
    told: function (place, cases) { told[place] = cases; },
    fill: fill
  };

  function one(selector, within) { return (within || document).querySelector(selector); }

  function make(name, attributes, text) {
    var element = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    if (text) element.textContent = text;
    return element;
  }

  function isCase(item) {
    return item && typeof item.id === "string" && item.id && typeof item.name === "string";
  }

  function recall() {
    try {
      var kept = JSON.parse(window.localStorage.getItem(KEY) || "[]");
      return Array.isArray(kept) ? kept.filter(isCase).slice(0, MOST) : [];
    } catch (error) {
      return chosen; // storage is switched off: the choice lasts as long as the page
    }
  }

  function keep(next) {
    chosen = next;
    try {
      window.localStorage.setItem(KEY, JSON.stringify(next));
    } catch (error) {
      // as above
    }
    refresh();
  }

  function has(id) { return chosen.some(function (item) { return item.id === id; }); }

  function query(ids) { return "?cases=" + ids.map(encodeURIComponent).join(","); }

  // Buttons on entries and case pages.

  function fill(root) {
    root.querySelectorAll(".compare-toggle").forEach(function (place) {
      var id = place.getAttribute("data-case");
      if (!id) return;
      var button = one("button", place);
      if (!button) {
        button = make("button", { type: "button", "class": "compare-button" });
        button.addEventListener("click", function () { choose(id, nameOf(place)); });
        place.appendChild(button);
      }
      label(button, place);
    });
  }

  function nameOf(place) {
    var entry = place.closest("li");
    var heading = one(entry ? "h3" : "h1", entry);
    return place.getAttribute("data-name") || (heading ? heading.textContent.trim() : "") || place.getAttribute("data-case");
  }

  function label(button, place) {
    var tray = one(".tray");
    var isChosen = has(place.getAttribute("data-case"));
    var words = tray.getAttribute(isChosen ? "data-added" : "data-add");
    button.textContent = words;
    button.setAttribute("aria-label", words + tray.getAttribute("data-colon") + nameOf(place));
    button.setAttribute("aria-pressed", String(isChosen));
  }

  function choose(id, name) {
    chosen = recall();
    if (has(id)) {
      keep(chosen.filter(function (item) { return item.id !== id; }));
    } else if (chosen.length >= MOST) {
      refresh();
      speak(one(".tray").getAttribute("data-full"));
    } else {
      keep(chosen.concat([{ id: id, name: name }]));
    }
  }

  // The tray.

  function speak(words) { one(".tray-said").textContent = words; }

  function refresh() {
    var tray = one(".tray");
    if (!tray) return;
    fill(document);
    var list = one("ul", tray);
    var had = list.contains(document.activeElement);
    list.textContent = "";
    chosen.forEach(function (item) {
      var words = tray.getAttribute("data-remove").split("{name}").join(item.name);
      var button = make("button", { type: "button", "class": "chip", "aria-label": words }, item.name);
      button.addEventListener("click", function () {
        keep(recall().filter(function (other) { return other.id !== item.id; }));
      });
      list.appendChild(make("li")).appendChild(button);
    });
    var isShown = chosen.length > 0 && !one(".comparison");
    tray.hidden = !isShown;
    document.documentElement.classList.toggle("with-tray", isShown);
    speak(chosen.length === 1 ? tray.getAttribute("data-one") : "");
    var link = one(".tray-go a", tray);
    link.hidden = chosen.length < 2;
    link.setAttribute("href", tray.getAttribute("data-page") + query(chosen.map(function (item) { return item.id; })));
    if (had) (one("button", list) || one("main")).focus({ preventScroll: true });
  }

  // The page that shows them.

  function bucket(id, count) { // FNV-1a, as compose/site_compare.py reckons it
    var hash = 2166136261;
    new TextEncoder().encode(id).forEach(function (byte) { hash = Math.imul(hash ^ byte, 16777619); });
    return (hash & count - 1) >>> 0;
  }

  function load(base, place, then) {
    if (told[place]) { then(); return; }
    if (waiting[place]) { waiting[place].push(then); return; }
    waiting[place] = [then];
    var script = make("script", { src: base + place + ".js" });
    script.onload = script.onerror = function () {
      waiting[place].forEach(function (each) { each(); });
      delete waiting[place];
    };
    document.head.appendChild(script);
  }

  function asked() {
    var given = new URLSearchParams(window.location.search).get("cases");
    if (given === null) return null;
    var ids = [];
    given.split(",").forEach(function (id) {
      id = id.trim();
      if (id && ids.indexOf(id) < 0) ids.push(id);
    });
    return ids;
  }

  function comparison() {
    var box = one(".comparison");
    if (!box) return;
    var ids = asked();
    if (ids === null) {
      ids = chosen.map(function (item) { return item.id; });
      if (ids.length) {
        try {
          window.history.replaceState(null, "", window.location.pathname + query(ids));
        } catch (error) {
          // then it can be read, but not passed on
        }
      }
    }
    document.querySelectorAll(".languages a").forEach(function (link) {
      if (ids.length) link.setAttribute("href", link.getAttribute("href").split("?")[0] + query(ids));
    });
    var said = one(".comparison-said");
    function tell(words) { said.appendChild(make("p", { "class": "notice" }, words)); }
    var some = ids.slice(0, MOST);
    if (ids.length > MOST) tell(box.getAttribute("data-too-many"));
    var base = box.getAttribute("data-base"), count = Number(box.getAttribute("data-buckets"));
    var left = some.length;
    if (!left) finish();
    some.forEach(function (id) {
      load(base, bucket(id, count), function () {
        left -= 1;
        if (!left) finish();
      });
    });

    function find(id) {
      return Object.keys(told).map(function (place) {
        return Object.prototype.hasOwnProperty.call(told[place], id) ? told[place][id] : null;
      }).filter(Boolean)[0];
    }

    function finish() {
      var cases = [];
      some.forEach(function (id) {
        var found = find(id);
        if (found) cases.push({ id: id, told: found });
        else tell(box.getAttribute("data-unknown").split("{id}").join(id.slice(0, 80)));
      });
      if (cases.length < 2) {
        tell(box.getAttribute("data-too-few"));
        one(".comparison-way").hidden = false;
      }
      if (!cases.length) return;
      cases.forEach(function (item) { column(box, item, cases); });
      mark(box, cases);
      one(".compare-frame").hidden = false;
    }
  }

  function column(box, item, cases) {
    var others = cases.filter(function (other) { return other !== item; }).map(function (other) { return other.id; });
    var head = make("th", { scope: "col" });
    var link = make("a", { href: item.told.href }, item.told.name);
    if (item.told.lang) link.lang = item.told.lang;
    var remove = make("a", { "class": "remove", href: query(others) }, box.getAttribute("data-remove"));
    remove.setAttribute("aria-label", box.getAttribute("data-remove-case").split("{name}").join(item.told.name));
    remove.addEventListener("click", function () {
      keep(recall().filter(function (other) { return other.id !== item.id; }));
    });
    head.appendChild(link);
    head.appendChild(remove);
    one(".compared thead tr").appendChild(head);
    box.querySelectorAll("tr[data-row]").forEach(function (row) {
      row.appendChild(cell(box, row.getAttribute("data-row"), item.told));
    });
  }

  var THEIRS = ["summary", "organization", "region", "measures", "preconditions", "core"]; // rows in the author's words

  function cell(box, row, told) {
    var td = make("td");
    if (told.lang && THEIRS.indexOf(row) >= 0) td.lang = told.lang;
    if (row === "measures") {
      told.measures.forEach(function (item) { td.appendChild(measure(box, item)); });
    } else if (told.meters[row]) {
      td.innerHTML = told.meters[row][0]; // drawn at build, of numbers only
      td.appendChild(make("p", { "class": "meter-said" }, told.meters[row][1]));
    } else if (told.cells[row]) {
      told.cells[row].forEach(function (line) { if (line) td.appendChild(make("p", {}, line)); });
    }
    if (!td.firstChild) td.appendChild(make("p", { "class": "none" }, "—"));
    return td;
  }

  function measure(box, item) {
    var p = make("p", { "class": "compared-measure" });
    p.appendChild(make("span", { "class": "measured" }, item[0]));
    var figures = p.appendChild(make("span", { "class": "compared-figures" }));
    if (item[1]) {
      figures.appendChild(make("span", { "class": "unseen" }, box.getAttribute("data-from") + " "));
      figures.appendChild(make("span", { "class": "before" }, item[1]));
    }
    if (item[1] && item[2]) figures.appendChild(make("span", { "class": "arrow", "aria-hidden": "true" }, " → "));
    if (item[2]) {
      figures.appendChild(make("span", { "class": "unseen" }, " " + box.getAttribute("data-to") + " "));
      figures.appendChild(make("span", { "class": "after" }, item[2]));
    }
    if (item[3]) figures.appendChild(make("span", { "class": "unit" }, item[3]));
    if (item[4]) p.appendChild(make("span", { "class": "changed" }, item[4]));
    return p;
  }

  function mark(box, cases) {
    box.querySelectorAll("tr[data-row]").forEach(function (row) {
      var id = row.getAttribute("data-row");
      var texts = cases.map(function (item) {
        return JSON.stringify(id === "measures" ? item.told.measures : item.told.meters[id] || item.told.cells[id] || []);
      });
      var isEmpty = texts.every(function (text) { return text === "[]"; });
      row.hidden = isEmpty;
      var differs = texts.some(function (text) { return text !== texts[0]; });
      row.classList.toggle("differing", differs);
      one(".differs", row).hidden = !differs;
    });
  }

  function start() {
    if (!one(".tray")) return;
    chosen = recall();
    one(".tray-clear").addEventListener("click", function () {
      keep([]);
      one("main").focus({ preventScroll: true });
    });
    window.addEventListener("storage", function (event) {
      if (event.key !== KEY) return;
      chosen = recall();
      refresh();
    });
    refresh();
    comparison();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
