// The library: facets with counts, kept in the address. Data come as classic scripts, so that it works from a folder.
(function () {
  "use strict";
  var PLACES = 3;
  var FEW = 6; // values of a facet that are shown at first
  var STEP = 60; // and so many more with every “more”
  var FIND = 16; // from so many values on, a field finds among them
  var SURE = 100; // so many found cases are looked through
  var OPEN = ["industry", "method", "criterion"];
  var DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  var digit = {};
  for (var d = 0; d < DIGITS.length; d += 1) digit[DIGITS.charAt(d)] = d;

  var data = null; // what facets.js says
  var orders = {}; // by name: numbers of documents
  var chunks = {}; // by number: cards
  var waiting = {}; // by address: what is to be done when a script has come
  var sets = {}; // by facet: by value: { name, list | bits, place }
  var facets = {}; // by id: { about, parts, query, limit }
  var shownIn = 0; // the number of the last rendering that was asked for
  var texts = {}; // what a search of the text found: { query, bits, ranked, failed }

  window.caseboundLibrary = {
    facets: function (about) { data = about; },
    order: function (sort, text) { orders[sort] = ordered(text); },
    cards: function (number, cards) { chunks[number] = cards; }
  };
  if (window.location.search.length > 1) document.documentElement.classList.add("choosing");

  function one(selector, within) { return (within || document).querySelector(selector); }

  function make(name, attributes, children) {
    var element = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    (children || []).forEach(function (child) {
      element.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
    });
    return element;
  }

  function say(key, values) {
    return data.words[key].replace(/\{([a-z]+)\}/g, function (whole, place) {
      return values && place in values ? String(values[place]) : whole;
    });
  }

  function grouped(number) { return String(number).replace(/\B(?=(\d{3})+$)/g, ","); }

  // Sets of documents: see compose/site_postings.py.

  function ordered(text) {
    var found = new Uint32Array(text.length / PLACES);
    for (var i = 0; i < found.length; i += 1) {
      var at = i * PLACES;
      found[i] = digit[text.charAt(at)] << 12 | digit[text.charAt(at + 1)] << 6 | digit[text.charAt(at + 2)];
    }
    return found;
  }

  function words() { return Math.ceil(data.count / 32); }

  function full() {
    var bits = new Uint32Array(words());
    for (var i = 0; i < bits.length; i += 1) bits[i] = 0xffffffff;
    if (data.count % 32) bits[bits.length - 1] = 0xffffffff >>> (32 - data.count % 32);
    return bits;
  }

  function read(text) {
    var found = [], place = -1, gap = 0, shift = 0, i;
    if (text.charAt(0) === ".") {
      for (i = 1; i < text.length; i += 1) {
        var value = digit[text.charAt(i)];
        gap |= (value & 31) << shift;
        if (value > 31) { shift += 5; continue; }
        place += gap + 1;
        found.push(place);
        gap = shift = 0;
      }
      if (found.length < words()) return { list: found };
    } else {
      for (i = 1; i < text.length; i += 1) {
        var six = digit[text.charAt(i)];
        for (var bit = 0; bit < 6; bit += 1) if (six & 1 << bit) found.push((i - 1) * 6 + bit);
      }
    }
    return { bits: bitsOf(found) };
  }

  function bitsOf(list) {
    var bits = new Uint32Array(words());
    list.forEach(function (place) { bits[place >>> 5] |= 1 << (place & 31); });
    return bits;
  }

  function setOf(facet, value) {
    var entry = sets[facet][value];
    if (!entry.list && !entry.bits) {
      var found = read(entry.text);
      entry.list = found.list;
      entry.bits = found.bits;
    }
    return entry;
  }

  function ones(word) {
    word -= word >>> 1 & 0x55555555;
    word = (word & 0x33333333) + (word >>> 2 & 0x33333333);
    return Math.imul(word + (word >>> 4) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }

  function counted(entry, base) {
    var count = 0, i;
    if (entry.list) {
      for (i = 0; i < entry.list.length; i += 1) count += base[entry.list[i] >>> 5] >>> (entry.list[i] & 31) & 1;
      return count;
    }
    for (i = 0; i < base.length; i += 1) count += ones(base[i] & entry.bits[i]);
    return count;
  }

  function both(base, bits) {
    for (var i = 0; i < base.length; i += 1) base[i] &= bits[i];
  }

  function bitsFor(entry) { return entry.bits || bitsOf(entry.list); }

  // What a facet's chosen values leave, or null where none is chosen.
  function allowed(about, chosen) {
    if (!chosen.length) return null;
    var found = about.all ? full() : new Uint32Array(words());
    chosen.forEach(function (value) {
      var bits = bitsFor(setOf(about.id, value));
      if (about.all) both(found, bits);
      else for (var i = 0; i < found.length; i += 1) found[i] |= bits[i];
    });
    return found;
  }

  // The address.

  var state = null;

  function readState() {
    var given = new URLSearchParams(window.location.search);
    var unknown = [];
    var chosen = {};
    data.facets.forEach(function (about) {
      var values = given.getAll(about.id).filter(function (value, place, all) {
        if (all.indexOf(value) !== place) return false;
        if (Object.prototype.hasOwnProperty.call(sets[about.id], value)) return true;
        unknown.push(value);
        return false;
      });
      chosen[about.id] = values;
    });
    var page = parseInt(given.get("page"), 10);
    var sort = given.get("sort");
    return {
      chosen: chosen,
      sort: ["newest", "evidence", "effect", "name"].indexOf(sort) < 0 ? "" : sort,
      page: page > 0 ? page : 1,
      q: given.get("q") || "",
      unknown: unknown
    };
  }

  function addressOf(other) {
    var given = new URLSearchParams();
    if (other.q) given.set("q", other.q);
    data.facets.forEach(function (about) {
      other.chosen[about.id].forEach(function (value) { given.append(about.id, value); });
    });
    if (other.sort && other.sort !== (other.q ? "match" : "newest")) given.set("sort", other.sort);
    if (other.page > 1) given.set("page", other.page);
    var text = given.toString();
    return text ? "?" + text : "";
  }

  function changed(change) {
    var chosen = {};
    Object.keys(state.chosen).forEach(function (id) { chosen[id] = state.chosen[id].slice(); });
    var next = { chosen: chosen, sort: state.sort, page: 1, q: state.q, unknown: [] };
    change(next);
    return next;
  }

  function go(next) {
    state = next;
    var address = window.location.pathname + addressOf(next);
    try {
      window.history.pushState(null, "", address);
    } catch (error) {
      window.location.assign(address); // a browser that does not let a page in a folder change its address
      return;
    }
    show();
  }

  // Showing.

  function load(name, isThere, then) {
    if (isThere()) { then(); return; }
    var address = one(".shelves").getAttribute("data-base") + name;
    if (waiting[address]) { waiting[address].push(then); return; }
    waiting[address] = [then];
    var script = make("script", { src: address });
    script.onload = script.onerror = function () {
      var all = waiting[address];
      delete waiting[address];
      all.forEach(function (each) { each(); });
    };
    document.head.appendChild(script);
  }

  function compute() {
    var each = {};
    data.facets.forEach(function (about) { each[about.id] = allowed(about, state.chosen[about.id]); });
    function without(id) {
      var base = full();
      if (isFound()) both(base, texts.bits);
      data.facets.forEach(function (about) {
        if (each[about.id] && about.id !== id) both(base, each[about.id]);
      });
      return base;
    }
    var found = without("");
    var counts = {};
    data.facets.forEach(function (about) {
      var base = about.all || !each[about.id] ? found : without(about.id);
      counts[about.id] = about.values.map(function (value) { return counted(setOf(about.id, value[0]), base); });
    });
    return { found: found, counts: counts, total: counted({ bits: found }, full()) };
  }

  function show() {
    var mine = shownIn += 1;
    function current() { return mine === shownIn; }
    findText(function () {
      if (!current()) return;
      var sort = sorted();
      load("order-" + sort + ".js", function () { return orders[sort]; }, function () {
        if (current()) list(compute(), current);
      });
    });
  }

  function isFound() { return Boolean(state.q && texts.query === state.q && texts.bits); }

  // The order that holds: what was chosen, else the best match first where words are looked for.
  function sorted() { return state.sort || (isFound() ? "match" : "newest"); }

  var engine = null; // a promise of the site's search, ready

  function search() {
    if (engine) return engine;
    var at = one(".shelves"), assets = at.getAttribute("data-assets");
    function script(name) {
      return new Promise(function (done, fail) {
        var element = make("script", { src: assets + name });
        element.onload = done;
        element.onerror = fail;
        document.head.appendChild(element);
      });
    }
    engine = script("search-text.js").then(function () { return script("search-index.js"); }).then(function () {
      var found = window.caseboundSearch;
      if (!found || !found.isAble) throw new Error("unable");
      return Promise.resolve(found.open(at.getAttribute("data-search-data"), at.getAttribute("data-search-texts")))
        .then(function () { return found; });
    });
    return engine;
  }

  // The cases that hold the words; few enough are looked through where the index alone cannot be sure of them.
  function findText(then) {
    if (!state.q || texts.query === state.q) {
      then();
      return;
    }
    var query = state.q;
    search().then(function (found) { return found.find(query); }).then(function (result) {
      if (result.isExact || result.cases.length > SURE) return result.cases;
      return Promise.all(result.cases.map(result.verify)).then(function (seen) {
        return result.cases.filter(function (each, place) { return seen[place]; });
      });
    }).then(function (cases) {
      texts = { query: query, bits: bitsOf(cases), ranked: cases };
      orders.match = cases;
      then();
    }, function () {
      texts = { query: query, failed: true };
      then();
    });
  }

  function list(result, current) {
    var pages = Math.max(1, Math.ceil(result.total / data.page));
    state.page = Math.min(state.page, pages);
    var skip = (state.page - 1) * data.page;
    var documents = [];
    var order = orders[sorted()] || orders.newest;
    for (var i = 0; i < order.length && documents.length < data.page; i += 1) {
      if (!(result.found[order[i] >>> 5] >>> (order[i] & 31) & 1)) continue;
      if (skip) skip -= 1;
      else documents.push(order[i]);
    }
    panel(result.counts);
    chips();
    var match = one('.sorting option[value="match"]');
    match.hidden = match.disabled = !isFound();
    one(".sorting select").value = sorted();
    one(".within input").value = state.q;
    var words = result.total === 1 ? say("results_one") : say("results_n", { n: grouped(result.total) });
    if (!result.total) words = say("results_none");
    one(".shelf-count").textContent = state.page > 1 ? say("results_page", { what: words, n: state.page }) : words;
    var note = one(".unknown");
    var notes = state.unknown.map(function (value) { return say("filter_unknown", { value: value.slice(0, 80) }); });
    if (state.q && texts.failed) notes.push(say("within_failed"));
    note.hidden = !notes.length;
    note.textContent = notes.join(" ");
    pager(pages);
    languages();
    var left = documents.length;
    var ol = one(".shelf .entries");
    function put() {
      if (!current()) return;
      // Cards are made by the same template as those of the page, with every word escaped.
      ol.innerHTML = documents.map(function (document) {
        var chunk = chunks[Math.floor(document / data.chunk)];
        return chunk ? chunk[document % data.chunk] : "";
      }).join("");
      ol.setAttribute("start", (state.page - 1) * data.page + 1);
      if (window.caseboundCompare) window.caseboundCompare.fill(ol);
      document.documentElement.classList.remove("choosing");
    }
    if (!left) put();
    documents.forEach(function (document) {
      var number = Math.floor(document / data.chunk);
      load("cards-" + number + ".js", function () { return chunks[number]; }, function () {
        left -= 1;
        if (!left) put();
      });
    });
  }

  function pager(pages) {
    var box = one(".paging");
    box.textContent = "";
    if (pages < 2) return;
    function to(page, label, attributes) {
      var link = make("a", attributes, [label]);
      link.href = addressOf(changed(function (next) { next.page = page; })) || "?";
      link.addEventListener("click", function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go(changed(function (next) { next.page = page; }));
        one(".shelf-count").focus({ preventScroll: true });
        one(".shelf-head").scrollIntoView();
      });
      return link;
    }
    var nav = make("nav", { "class": "pager", "aria-label": say("pages") });
    var items = make("ol");
    var last = 0;
    for (var page = 1; page <= pages; page += 1) {
      if (page !== 1 && page !== pages && Math.abs(page - state.page) > 2) continue;
      if (page > last + 1) items.appendChild(make("li", {}, [make("span", {}, ["…"])]));
      var about = { "aria-label": say("page_n", { n: page }) };
      if (page === state.page) about["aria-current"] = "page";
      items.appendChild(make("li", {}, [to(page, String(page), about)]));
      last = page;
    }
    if (state.page > 1) nav.appendChild(to(state.page - 1, say("page_previous"), { rel: "prev" }));
    nav.appendChild(items);
    if (state.page < pages) nav.appendChild(to(state.page + 1, say("page_next"), { rel: "next" }));
    box.appendChild(nav);
  }

  // The same choice in the other languages: ids are the same in all of them.
  function languages() {
    document.querySelectorAll(".languages a").forEach(function (link) {
      link.setAttribute("href", link.getAttribute("href").split("?")[0] + addressOf(state));
    });
  }

  function toggle(facet, value) {
    go(changed(function (next) {
      var place = next.chosen[facet].indexOf(value);
      if (place < 0) next.chosen[facet].push(value);
      else next.chosen[facet].splice(place, 1);
    }));
  }

  function chips() {
    var box = one(".chosen");
    var had = box.contains(document.activeElement);
    box.textContent = "";
    var any = 0;
    function chip(label, told, act) {
      var button = make("button", { type: "button", "class": "chip", "aria-label": told }, [label]);
      button.addEventListener("click", act);
      box.appendChild(make("li", {}, [button]));
      any += 1;
    }
    if (state.q) chip("“" + state.q + "”", say("filter_remove", { value: state.q }), function () {
      go(changed(function (next) { next.q = ""; }));
    });
    data.facets.forEach(function (about) {
      state.chosen[about.id].forEach(function (value) {
        var name = sets[about.id][value].name;
        chip(name, say("filter_remove", { value: about.name + " " + name }), function () { toggle(about.id, value); });
      });
    });
    if (any > 1) {
      var clear = make("button", { type: "button", "class": "chip-clear" }, [say("filter_clear")]);
      clear.addEventListener("click", function () {
        go(changed(function (next) {
          Object.keys(next.chosen).forEach(function (id) { next.chosen[id] = []; });
          next.q = "";
        }));
      });
      box.appendChild(make("li", {}, [clear]));
    }
    if (had) (one("button", box) || one(".shelf-count")).focus({ preventScroll: true });
  }

  // The panel.

  function build() {
    var box = one(".facets");
    data.facets.forEach(function (about) {
      var list = make("ul");
      var more = make("button", { type: "button", "class": "facet-more" });
      var field = make("fieldset", {}, [
        make("legend", { "class": "unseen" }, [about.name]),
        make("p", { "class": "facet-mode" }, [say(about.all ? "match_all" : "match_any")])
      ]);
      var facet = { about: about, query: "", limit: FEW, list: list, more: more, rows: {} };
      if (about.values.length >= FIND) {
        var find = make("input", { type: "search", "class": "facet-find", autocomplete: "off", spellcheck: "false" });
        find.setAttribute("aria-label", say("filter_find", { facet: about.name }));
        find.placeholder = say("filter_find", { facet: about.name });
        find.addEventListener("input", function () {
          facet.query = find.value.trim().toLowerCase();
          facet.limit = facet.query ? STEP : FEW;
          rows(facet);
        });
        field.appendChild(find);
      }
      field.appendChild(list);
      field.appendChild(more);
      more.addEventListener("click", function () {
        var before = facet.limit;
        facet.limit = facet.left ? facet.limit + (facet.limit < STEP ? STEP - facet.limit : STEP) : FEW;
        rows(facet);
        var next = facet.left || facet.limit > before ? list.querySelectorAll("input")[before] : null;
        if (next) next.focus();
      });
      facets[about.id] = facet;
      var isOpen = OPEN.indexOf(about.id) >= 0 || state.chosen[about.id].length;
      box.appendChild(
        make("details", isOpen ? { "class": "facet", open: "" } : { "class": "facet" }, [
          make("summary", {}, [about.name]),
          field
        ])
      );
    });
  }

  function panel(counts) {
    data.facets.forEach(function (about) {
      var facet = facets[about.id];
      facet.counts = counts[about.id];
      rows(facet);
    });
  }

  function rows(facet) {
    var about = facet.about, chosen = state.chosen[about.id], list = facet.list;
    var active = list.contains(document.activeElement) ? document.activeElement.value : null;
    var first = [], rest = [];
    about.values.forEach(function (value, place) {
      if (facet.query && value[1].toLowerCase().indexOf(facet.query) < 0) return;
      var isChosen = chosen.indexOf(value[0]) >= 0;
      (facet.counts[place] || isChosen ? first : rest).push(place);
    });
    var all = first.concat(rest);
    var shown = all.slice(0, facet.limit);
    all.slice(facet.limit).forEach(function (place) { // what is chosen is always there to be taken back
      if (chosen.indexOf(about.values[place][0]) >= 0) shown.push(place);
    });
    facet.left = all.length - shown.length;
    list.textContent = "";
    shown.forEach(function (place) { list.appendChild(row(facet, place, chosen)); });
    if (!all.length) list.appendChild(make("li", { "class": "facet-none" }, [say("filter_none")]));
    facet.more.hidden = !facet.left && (shown.length <= FEW || Boolean(facet.query));
    var step = facet.limit < STEP ? STEP - facet.limit : STEP;
    facet.more.textContent = !facet.left ? say("filter_less")
      : facet.left <= step ? say("filter_more", { n: grouped(facet.left) })
      : say("filter_narrow", { n: step }) + " / " + grouped(facet.left);
    if (active !== null) {
      list.querySelectorAll("input").forEach(function (input) { if (input.value === active) input.focus(); });
    }
  }

  function row(facet, place, chosen) {
    var value = facet.about.values[place];
    var entry = facet.rows[value[0]];
    if (!entry) {
      var input = make("input", { type: "checkbox" });
      var count = make("span", { "class": "facet-count" });
      input.value = value[0];
      input.addEventListener("change", function () { toggle(facet.about.id, value[0]); });
      entry = facet.rows[value[0]] = {
        input: input,
        count: count,
        item: make("li", {}, [make("label", {}, [input, make("span", { "class": "facet-name" }, [value[1]]), count])])
      };
    }
    var isChosen = chosen.indexOf(value[0]) >= 0;
    var n = facet.counts[place];
    var adds = !facet.about.all && chosen.length && !isChosen;
    entry.input.checked = isChosen;
    entry.input.disabled = !n && !isChosen;
    entry.count.textContent = (adds && n ? "+" : "") + grouped(n);
    return entry.item;
  }

  document.addEventListener("DOMContentLoaded", function () {
    if (!data || !data.count) {
      document.documentElement.classList.remove("choosing");
      return;
    }
    orders.newest = ordered(data.order);
    data.facets.forEach(function (about) {
      sets[about.id] = Object.create(null);
      about.values.forEach(function (value) { sets[about.id][value[0]] = { name: value[1], text: value[2] }; });
    });
    state = readState();
    build();
    var unfold = one(".unfold");
    unfold.addEventListener("click", function () {
      unfold.setAttribute("aria-expanded", String(one(".finding").classList.toggle("unfolded")));
    });
    one(".within").addEventListener("submit", function (event) {
      event.preventDefault();
      var query = one(".within input").value.trim();
      if (query !== state.q) go(changed(function (next) { next.q = query; next.sort = ""; }));
    });
    one(".within input").addEventListener("search", function (event) {
      if (!event.target.value && state.q) go(changed(function (next) { next.q = ""; }));
    });
    one(".sorting select").addEventListener("change", function (event) {
      var sort = event.target.value;
      go(changed(function (next) { next.sort = sort; }));
    });
    window.addEventListener("popstate", function () {
      state = readState();
      show();
    });
    if (addressOf(state) || state.unknown.length) {
      show();
    } else { // the page already shows what is asked for
      var result = compute();
      panel(result.counts);
      pager(Math.max(1, Math.ceil(result.total / data.page)));
      document.documentElement.classList.remove("choosing");
    }
  });
})();
