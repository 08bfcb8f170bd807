// The search page: what is typed → results with the words in their places; the query stands in the address.
(function () {
  "use strict";
  var SOON = 3, FIRST = 10, MORE = 10, CHECKED = 60, BUDGET = 280000, PATIENCE = 3000000, WAIT = 80, PAUSE = 400;
  var index = window.caseboundSearch, text = window.caseboundText;
  var page = document.querySelector(".searching"), say = page.dataset;
  var form = page.querySelector("form"), box = form.querySelector("input");
  var count = page.querySelector(".search-count"), note = page.querySelector(".search-note");
  var list = page.querySelector(".found"), more = page.querySelector(".search-more");
  var turn = 0, timer = 0, last = -PAUSE, isTyping = false, title = document.title;

  function fill(words, values) {
    return words.replace(/\{(\w+)\}/g, function (_, word) { return values[word]; });
  }

  function make(tag, name, words) {
    var element = document.createElement(tag);
    if (name) element.className = name;
    if (words) element.textContent = words;
    return element;
  }

  function told(words) {
    if (count.textContent !== words) count.textContent = words;
  }

  // Words with the places found in them as <mark>; places may overlap.
  function marked(element, words, places, from, to) {
    var at = from;
    places.forEach(function (place) {
      var start = Math.max(place[0], at), end = Math.min(place[1], to);
      if (end <= start) return;
      element.append(words.slice(at, start));
      element.append(make("mark", "", words.slice(start, end)));
      at = end;
    });
    element.append(words.slice(at, to));
    return element;
  }

  var STOP = /[。！？；.!?;]/;

  // The stretch around the first places: from the sentence's beginning if that is near.
  function stretch(words, places) {
    var wide = text.kindOf(words.codePointAt(places[0][0])) === text.WIDE ? 1 : 2;
    var first = places[0][0], from = Math.max(0, first - 26 * wide), to = Math.min(words.length, from + 110 * wide);
    for (var at = first - 1; at >= from; at--) {
      if (STOP.test(words[at]) && (words[at] !== "." || words[at + 1] === " ")) {
        from = at + 1;
        break;
      }
    }
    if (from && wide === 2 && /\w/.test(words[from - 1])) from += Math.max(0, words.slice(from, first).search(/\s/));
    if (to < words.length && wide === 2) to = Math.max(places[0][1], words.lastIndexOf(" ", to));
    if (/[\udc00-\udfff]/.test(words[from])) from++;
    if (to < words.length && /[\udc00-\udfff]/.test(words[to])) to++;
    to = Math.max(to, places[0][1]);
    return [from, to];
  }

  // A stretch of text with its places marked and its ends cut; without places its beginning.
  function excerpt(tag, words, places, most) {
    var element = make(tag, tag === "p" ? "summary" : ""), part = places.length ? stretch(words, places) : [0, Math.min(words.length, most)];
    while (words[part[0]] === " ") part[0]++;
    if (part[0]) element.append("…");
    marked(element, words, places, part[0], part[1]);
    if (part[1] < words.length) element.append("…");
    return element;
  }

  function address(found, anchor) {
    var query = "?q=" + encodeURIComponent(found.query);
    var base = say.home.replace(/index\.html$/, "") + "cases/" + encodeURIComponent(found.id) + "/index.html";
    return base + query + (anchor ? "#" + encodeURIComponent(anchor) : "");
  }

  function snippet(found, passage) {
    var item = make("li"), link = make("a", "where"), places = passage.inText;
    link.href = address(found, passage.anchor);
    var part = say[passage.anchor.slice(1)], own = document.documentElement.lang;
    if (passage.heading) marked(link, passage.heading, passage.inHeading, 0, passage.heading.length);
    else link.textContent = passage.anchor[0] === "_" && part ? part : passage.anchor.indexOf("note-") === 0 ? say.notes : "";
    if (!passage.heading && found.lang !== own) link.lang = own;
    if (link.textContent) item.append(link, " ");
    if (passage.text) item.append(excerpt("span", passage.text, places, 80));
    return item;
  }

  // One to three passages in which most of the phrases are, in the order of the page.
  function chosen(passages) {
    var hits = passages.map(function (passage, order) {
      var both = passage.inHeading.concat(passage.inText);
      var kinds = new Set(both.map(function (place) { return place[2]; }));
      return { passage: passage, order: order, worth: kinds.size * 10 + Math.min(9, both.length + 3 * passage.inHeading.length) };
    }).filter(function (hit) { return hit.worth && hit.order; });
    hits = hits.filter(function (hit) { return hit.passage.inText.length || hit.passage.inHeading.length; });
    // The names of what a case belongs to are no sentence: they are shown only where nothing else has the words.
    var told = hits.filter(function (hit) { return hit.passage.anchor; });
    if (told.length || passages[0].inText.length || passages[0].inHeading.length) hits = told;
    hits.sort(function (one, other) { return other.worth - one.worth || one.order - other.order; });
    return hits.slice(0, 3).sort(function (one, other) { return one.order - other.order; });
  }

  function result(found) {
    var item = make("li", "result"), aside = make("div", "aside"), said = make("div", "said");
    var head = found.passages[0], heading = make("h2"), link = make("a");
    found.said.forEach(function (words, kind) {
      if (words) aside.append(make("p", "", kind === 2 ? fill(say.evidence, { level: words }) : words));
    });
    if (found.lang !== document.documentElement.lang) {
      said.lang = found.lang;
      aside.append(make("p", "in-language", found.lang === "en" ? say.inEn : found.lang === "zh-CN" ? say.inZh : found.lang));
    }
    var toggle = make("div", "compare-toggle");
    toggle.dataset.case = found.id;
    toggle.dataset.name = found.name;
    aside.append(toggle);
    link.href = address(found, "");
    marked(link, head.heading, head.inHeading, 0, head.heading.length);
    heading.append(link);
    said.append(heading);
    if (found.organization) said.append(make("p", "byline", found.organization));
    var hits = chosen(found.passages);
    if (head.inText.length || !hits.length) {
      said.append(excerpt("p", head.text, head.inText, 100));
    }
    if (hits.length) {
      var places = make("ul", "snippets");
      hits.forEach(function (hit) { places.append(snippet(found, hit.passage)); });
      said.append(places);
    }
    item.append(aside, said);
    return item;
  }

  // At the end of the list, each with its button to compare.
  function put(results) {
    var items = results.map(result);
    list.append.apply(list, items);
    if (window.caseboundCompare) window.caseboundCompare.fill(list);
    return items;
  }

  async function search(query) {
    var mine = ++turn;
    document.title = query ? query + " · " + title : title;
    document.querySelectorAll(".languages a").forEach(function (link) { // the same question in the other languages
      link.setAttribute("href", link.getAttribute("href").split("?")[0] + (query ? "?q=" + encodeURIComponent(query) : ""));
    });
    if (!query) {
      list.replaceChildren();
      more.hidden = note.hidden = true;
      told("");
      return;
    }
    index.bytes = 0;
    page.setAttribute("aria-busy", "true");
    try {
      var found = await index.find(query);
      if (mine === turn) await show(found, query, function () { return mine === turn; });
    } catch (error) {
      if (mine === turn) {
        list.replaceChildren();
        more.hidden = note.hidden = true;
        told(say.failed);
      }
    }
    if (mine === turn) answered(query);
  }

  function answered(query) {
    page.removeAttribute("aria-busy");
    page.dataset.answered = query;
  }

  async function show(found, query, isWanted) {
    var state = { at: 0, kept: 0, share: 1 };

    async function next(most) {
      var some = found.cases.slice(state.at, state.at + most);
      state.at += some.length;
      var read = (await Promise.all(some.map(found.verify))).filter(Boolean);
      state.kept += read.length;
      if (some.length) state.share = read.length / some.length;
      read.sort(function (one, other) { return other.score - one.score; });
      read.forEach(function (one) { one.query = found.phrases.map(quoted).join(" "); });
      return read;
    }

    // What has not been read is taken to hold the words as often as what was read last.
    function tell() {
      var rest = found.cases.length - state.at, isSure = found.isExact || !rest;
      var total = state.kept + (found.isExact ? rest : Math.ceil(rest * state.share)) || Math.min(rest, 1);
      if (!total && isSure) told(fill(say.none, { query: query }));
      else if (total === 1 && isSure) told(say.foundOne);
      else told(fill(isSure ? say.found : say.about, { n: total.toLocaleString(document.documentElement.lang) }));
      more.hidden = held.length === 0 && !rest;
    }

    // Few candidates are all read, so that their number is not a guess; of many, as many as fill the page.
    function isShort() {
      var isGuess = !found.isExact && (found.cases.length <= CHECKED || list.children.length < FIRST);
      return isWanted() && isGuess && state.at < found.cases.length && index.bytes < BUDGET;
    }

    // The best few are shown as soon as their words are there, and behind them the others, once theirs are. Where none of
    // them holds the words, others are read until one does.
    var held = await next(SOON);
    while (isWanted() && !held.length && state.at < found.cases.length && index.bytes < PATIENCE) {
      told(say.busy);
      held = await next(FIRST);
    }
    if (!isWanted()) return;
    note.hidden = !found.corrected.length;
    note.replaceChildren(found.corrected.map(function (pair) {
      return fill(say.instead, { asked: pair[0], shown: pair[1] });
    }).join(" "));
    list.replaceChildren();
    put(held.splice(0, FIRST));
    if (state.at < FIRST) {
      held = held.concat(await next(FIRST + 2 - state.at));
      if (!isWanted()) return;
      put(held.splice(0, FIRST - list.children.length));
    }
    tell();
    more.firstElementChild.onclick = async function () {
      while (isWanted() && held.length < MORE && state.at < found.cases.length) held = held.concat(await next(MORE));
      if (!isWanted()) return;
      var items = put(held.splice(0, MORE));
      if (items.length) items[0].querySelector("h2 a").focus();
      tell();
    };
    answered(query);
    if (isShort()) await new Promise(function (done) { setTimeout(done, PAUSE); });
    while (isShort()) {
      held = held.concat(await next(4));
      if (isWanted()) put(held.splice(0, FIRST - list.children.length));
    }
    if (isWanted()) tell();
  }

  function quoted(phrase) { return phrase.indexOf(" ") < 0 ? phrase : '"' + phrase + '"'; }

  function asked() { return new URLSearchParams(window.location.search).get("q") || ""; }

  // One entry of the history for a query, however many letters it took to type.
  function remember(query, isNew) {
    var where = window.location.pathname + (query ? "?q=" + encodeURIComponent(query) : "");
    try {
      window.history[isNew ? "pushState" : "replaceState"](null, "", where);
    } catch (error) {
      // a browser that keeps addresses of files as they are
    }
  }

  function typed() {
    clearTimeout(timer);
    var query = box.value.trim();
    if (query === asked()) return;
    remember(query, !isTyping && asked() !== "");
    isTyping = true;
    search(query);
  }

  // The first letter after a pause is looked for at once, the others when the hand rests.
  function soon(event) {
    clearTimeout(timer);
    if (event.isComposing) return;
    var now = performance.now(), wait = now - last > PAUSE ? 0 : WAIT;
    last = now;
    if (wait) timer = setTimeout(typed, wait);
    else typed();
  }

  box.addEventListener("input", soon);
  box.addEventListener("compositionend", function () { soon({ isComposing: false }); });
  box.addEventListener("change", function () { isTyping = false; });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    typed();
    isTyping = false;
  });
  window.addEventListener("popstate", function () {
    isTyping = false;
    box.value = asked();
    search(box.value.trim());
  });
  page.addEventListener("keydown", function (event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    var step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    var links = Array.from(list.querySelectorAll("h2 a"));
    if (!step || !links.length) return;
    var item = event.target.closest(".result"), here = item ? Array.from(list.children).indexOf(item) : -1;
    if (here < 0 && event.target !== box) return;
    event.preventDefault();
    isTyping = false;
    if (here + step < 0) box.focus();
    else links[Math.min(here + step, links.length - 1)].focus();
  });

  if (!index.isAble) {
    told(say.unable);
    return;
  }
  form.hidden = page.querySelector(".search-hint").hidden = false;
  index.open(say.data, say.texts).then(function () {
    page.classList.add("ready");
  }, function () { told(say.failed); });
  box.value = asked();
  if (box.value) search(box.value.trim());
  else box.focus();
})();
