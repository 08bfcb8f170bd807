// The index of the site's cases, as site_search*.py makes it. window.caseboundSearch.find(query) → a promise of what it finds.
(function () {
  "use strict";
  var text = window.caseboundText;
  var MOST_PAIRS = 12, MOST_WORDS = 12, PAIR = 2097152, WORDS_FROM = 281474976710656;
  var waiting = new Map(), loaded = new Map(), shards = new Map();
  var data = "", texts = "", table = null;
  var api = { find: find, open: open, bytes: 0, isAble: typeof DecompressionStream === "function" };
  window.caseboundSearch = api;

  // Files are scripts that call this: the only thing that a page opened from a folder can load.
  window.caseboundSearchData = function (name, size, digits) {
    var wait = waiting.get(name);
    if (!wait) return;
    waiting.delete(name);
    api.bytes += digits.length + name.length + 30;
    inflate(bytesOf(digits, size)).then(wait.done, wait.fail);
  };

  // Two of 91 digits are thirteen bits.
  var values = new Uint8Array(128);
  for (var code = 0x21, value = 0; code < 0x7f; code++) {
    if (code !== 0x22 && code !== 0x5c && code !== 0x60) values[code] = value++;
  }

  function bytesOf(digits, size) {
    var bytes = new Uint8Array(size), kept = 0, bits = 0;
    for (var from = 0, to = 0; to < size; from += 2) {
      kept = ((kept & 255) << 13) | (values[digits.charCodeAt(from)] * 91 + values[digits.charCodeAt(from + 1)]);
      for (bits += 13; bits >= 8 && to < size; bits -= 8) bytes[to++] = kept >> (bits - 8);
    }
    return bytes;
  }

  // Without a Blob or a Response, for which a browser asks other processes.
  async function inflate(bytes) {
    var stream = new DecompressionStream("deflate"), writer = stream.writable.getWriter(), reader = stream.readable.getReader();
    var written = Promise.all([writer.write(bytes), writer.close()]);
    var parts = [], size = 0, at = 0, part;
    written.catch(function () {}); // what is wrong with the bytes, the reader says too
    while (!(part = await reader.read()).done) {
      parts.push(part.value);
      size += part.value.length;
    }
    if (parts.length === 1) return parts[0];
    var whole = new Uint8Array(size);
    parts.forEach(function (one) {
      whole.set(one, at);
      at += one.length;
    });
    return whole;
  }

  function load(name, address) {
    if (!loaded.has(name)) {
      loaded.set(name, new Promise(function (done, fail) {
        function failed() {
          loaded.delete(name);
          fail(new Error("cannot load " + address));
        }
        waiting.set(name, { done: done, fail: failed });
        var script = document.createElement("script");
        script.src = address;
        script.onerror = failed;
        script.onload = function () { script.remove(); };
        document.head.append(script);
      }));
    }
    return loaded.get(name);
  }

  function loadText(name, address) {
    return load(name, address).then(function (bytes) { return new TextDecoder().decode(bytes); });
  }

  // Where the data lie; the table of cases is fetched at once, so that a query need not wait for it.
  function open(dataBase, textBase) {
    if (!table) {
      data = dataBase;
      texts = textBase;
      table = loadText("cases", data + "cases.js").then(JSON.parse);
      table.catch(function () { table = null; });
    }
    return table;
  }

  function pairTerm(one, other) { return one * PAIR + other; }

  function wordTerm(word) {
    var first = 7, second = 11;
    for (var one of word) {
      first = (first * 131 + one.codePointAt(0)) % 16777213;
      second = (second * 257 + one.codePointAt(0)) % 16777199;
    }
    return WORDS_FROM + first * 16777216 + second;
  }

  function shardOf(term, count) {
    return ((Math.floor(term / PAIR) * 15485863 + (term % PAIR) * 7368787) % 2097143) % count;
  }

  // A shard: its terms, and where the postings of each begin.
  function readShard(bytes) {
    var at = 0;
    function number() {
      var value = 0, scale = 1, byte;
      do {
        byte = bytes[at++];
        value += (byte & 127) * scale;
        scale *= 128;
      } while (byte & 128);
      return value;
    }
    var heads = new Map(), count = number(), term = 0, places = 0;
    for (var index = 0; index < count; index++) {
      term += number();
      var head = { count: number(), distances: 0, places: term < PAIR ? -1 : places };
      if (term >= PAIR) places += head.count;
      heads.set(term, head);
    }
    heads.forEach(function (one) {
      one.distances = at;
      for (var left = one.count; left; at++) if (bytes[at] < 128) left--;
    });
    return { bytes: bytes, heads: heads, places: at };
  }

  // The cases of a term: their numbers ascending, whether in a title or heading, at which places modulo eight.
  async function postings(term, count) {
    var name = "s/" + shardOf(term, count).toString(16).padStart(4, "0");
    if (!shards.has(name)) shards.set(name, load(name, data + name + ".js").then(readShard));
    var shard;
    try {
      shard = await shards.get(name);
    } catch (error) {
      shards.delete(name);
      throw error;
    }
    var head = shard.heads.get(term);
    if (!head) return { cases: new Uint32Array(0), strong: new Uint8Array(0), places: new Uint8Array(0) };
    if (head.read) return head.read;
    var cases = new Uint32Array(head.count), strong = new Uint8Array(head.count), last = -1;
    for (var index = 0, at = head.distances; index < head.count; index++) {
      var value = 0, scale = 1, byte;
      do {
        byte = shard.bytes[at++];
        value += (byte & 127) * scale;
        scale *= 128;
      } while (byte & 128);
      last += Math.floor(value / 2);
      cases[index] = last;
      strong[index] = value & 1;
    }
    var from = shard.places + head.places;
    var places = head.places < 0 ? new Uint8Array(head.count).fill(255) : shard.bytes.subarray(from, from + head.count);
    head.read = { cases: cases, strong: strong, places: places };
    return head.read;
  }

  function turned(places, by) {
    by &= 7;
    return ((places >> by) | (places << (8 - by))) & 255;
  }

  function ones(places) {
    var count = 0;
    for (; places; places &= places - 1) count++;
    return count;
  }

  // How many places behind the beginning of its sentence each character stands, as far as the phrase tells: from `known` on
  // it does, before that they are counted from the beginning of the phrase.
  function placesIn(codes) {
    var begin = 0, known = codes.length;
    var places = codes.map(function (code, at) {
      var place = at - begin;
      if ("。.!?;".indexOf(String.fromCodePoint(code)) >= 0) {
        begin = at + 1;
        known = Math.min(known, begin);
      }
      return place;
    });
    return { places: places, known: known };
  }

  // The cases that have all of the terms at these characters of the phrase: number → strength of the match.
  async function inAll(items, codes, count) {
    var lists = await Promise.all(items.map(function (item) { return postings(item.term, count); }));
    var order = lists.map(function (_, index) { return index; }), phrase = placesIn(codes);
    order.sort(function (one, other) { return lists[one].cases.length - lists[other].cases.length; });
    var found = new Map();
    order.forEach(function (index, turn) {
      var list = lists[index], next = new Map(), item = items[index], place = phrase.places[item.at];
      for (var at = 0; at < list.cases.length; at++) {
        var number = list.cases[at], strong = list.strong[at], mask = 255, former = turn ? found.get(number) : 511;
        if (former === undefined) continue;
        if (item.at < phrase.known) mask = turned(list.places[at], place);
        else if (!(list.places[at] & (1 << (place & 7)))) continue;
        mask &= former & 255;
        if (mask) next.set(number, mask | ((strong & (former >> 8)) << 8));
      }
      found = next;
    });
    found.forEach(function (value, number) {
      found.set(number, (value >> 8 ? 2.2 : 1) * (1 + 0.25 * Math.log2(1 + ones(value & 255))));
    });
    return found;
  }

  function runsOf(codes) {
    var runs = [], start = -1;
    for (var at = 0; at <= codes.length; at++) {
      var isNarrow = at < codes.length && text.kindOf(codes[at]) === text.NARROW;
      if (isNarrow && start < 0) start = at;
      if (!isNarrow && start >= 0) {
        runs.push([start, at]);
        start = -1;
      }
    }
    return runs;
  }

  function pairsOf(codes, isAsked) {
    var pairs = [];
    for (var at = 0; at + 1 < codes.length; at++) {
      if (codes[at] === 32 || codes[at + 1] === 32 || !isAsked(at)) continue;
      if (text.kindOf(codes[at]) || text.kindOf(codes[at + 1])) {
        pairs.push({ term: pairTerm(codes[at], codes[at + 1]), at: at });
      }
    }
    if (pairs.length <= MOST_PAIRS) return pairs;
    // Every second pair holds all letters; of more than that, those that are spread evenly.
    var kept = pairs.filter(function (_, index) { return index % 2 === 0 || index === pairs.length - 1; });
    var step = Math.max(1, kept.length / MOST_PAIRS);
    return kept.filter(function (_, index) { return Math.floor(index / step) !== Math.floor((index - 1) / step); });
  }

  // A phrase that is no single word: its pairs, and the words that stand whole in it. A word at its edge may be cut off
  // there; the cases in which it is whole come first.
  async function findPhrase(phrase, codes, count) {
    var runs = runsOf(codes), isWhole = new Array(codes.length).fill(false), items = [], likely = [];
    runs.forEach(function (run) {
      if (run[1] - run[0] < 2) return;
      var item = { term: wordTerm(String.fromCodePoint.apply(null, codes.slice(run[0], run[1]))), at: run[0] };
      if (run[0] === 0 || run[1] === codes.length) {
        likely.push(item);
        return;
      }
      items.push(item);
      for (var at = run[0]; at + 1 < run[1]; at++) isWhole[at] = true;
    });
    if (items.length > MOST_PAIRS) items.length = MOST_PAIRS;
    items = items.concat(pairsOf(codes, function (at) { return !isWhole[at]; }));
    if (!items.length) {
      items = Array.from(new Set(codes)).filter(function (code) { return code !== 32; }).slice(0, 4)
        .map(function (code) { return { term: code, at: 0 }; });
    }
    var both = await Promise.all([
      inAll(items, codes, count), likely.length ? inAll(items.concat(likely), codes, count) : new Map()
    ]);
    both[1].forEach(function (value, number) { both[0].set(number, 3 * value); });
    var isExact = items.length === 1 && codes.length === (items[0].term < PAIR ? 1 : 2) && !likely.length;
    return { found: both[0], isExact: isExact };
  }

  // A single word: whole before its beginnings before what has it inside; misspelt if nothing has it.
  async function findWord(word, codes, count) {
    var hasLetters = /[^0-9]/.test(word) && codes.length > 2;
    var dictionary = hasLetters ? await words() : { list: [], isComplete: false };
    var like = dictionary.list.filter(function (entry) { return entry[0].indexOf(word) >= 0; });
    if (!like.length && dictionary.isComplete) {
      var corrected = nearest(word, dictionary.list);
      if (!corrected) return { found: new Map(), isExact: true };
      var instead = await findWord(corrected, Array.from(corrected, function (one) { return one.codePointAt(0); }), count);
      instead.corrected = corrected;
      return instead;
    }
    var isExact = dictionary.isComplete && like.length <= MOST_WORDS;
    like.sort(function (one, other) { return likeness(other[0], word) - likeness(one[0], word) || other[1] - one[1]; });
    var chosen = like.slice(0, MOST_WORDS).map(function (entry) { return entry[0]; });
    if (chosen.indexOf(word) < 0 && codes.length > 1) chosen.unshift(word);
    var found = new Map();
    if (!isExact) {
      if (codes.length === 1) return { found: await inAll([{ term: codes[0], at: 0 }], codes, count), isExact: true };
      var within = await inAll(pairsOf(codes, function () { return true; }), codes, count);
      within.forEach(function (value, number) { found.set(number, value * 0.3); });
    }
    var lists = await Promise.all(chosen.map(function (one) { return inAll([{ term: wordTerm(one), at: 0 }], codes, count); }));
    lists.forEach(function (list, index) {
      var share = likeness(chosen[index], word);
      list.forEach(function (value, number) { found.set(number, Math.max(found.get(number) || 0, value * share)); });
    });
    return { found: found, isExact: isExact || codes.length === 2 };
  }

  function likeness(entry, word) { return entry === word ? 1 : entry.indexOf(word) === 0 ? 0.7 : 0.3; }

  // The dictionary: [word, in how many cases as doublings].
  async function words() {
    var lines = (await loadText("words", data + "words.js")).split("\n"), word = "";
    if (!words.known) {
      var list = lines.slice(1).map(function (line) {
        word = word.slice(0, line.charCodeAt(0) - 65) + line.slice(2);
        return [word, line.charCodeAt(1) - 48];
      });
      words.known = { list: list, isComplete: lines[0] === "1" };
    }
    return words.known;
  }

  // The most frequent of the words that are nearest: one slip from four letters on, two from eight on.
  function nearest(word, list) {
    var most = word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0, best = null, least = most, often = 0;
    if (!most) return null;
    list.forEach(function (entry) {
      if (Math.abs(entry[0].length - word.length) > least) return;
      var slips = slipsBetween(word, entry[0], least);
      if (slips < least || (slips === least && entry[1] > often)) {
        best = entry[0];
        least = slips;
        often = entry[1];
      }
    });
    return best;
  }

  // Letters to add, drop, change or swap with their neighbour (Damerau), or more than `most`.
  function slipsBetween(one, other, most) {
    var before = [], row = [], next, at;
    for (at = 0; at <= other.length; at++) row[at] = at;
    for (var line = 1; line <= one.length; line++) {
      next = [line];
      var least = line;
      for (at = 1; at <= other.length; at++) {
        var same = one[line - 1] === other[at - 1];
        next[at] = Math.min(row[at] + 1, next[at - 1] + 1, row[at - 1] + (same ? 0 : 1));
        if (line > 1 && at > 1 && one[line - 1] === other[at - 2] && one[line - 2] === other[at - 1]) {
          next[at] = Math.min(next[at], before[at - 2] + 1);
        }
        if (next[at] < least) least = next[at];
      }
      if (least > most) return most + 1;
      before = row;
      row = next;
    }
    return row[other.length];
  }

  // What a query finds: numbers of cases in the order of the edition's records, best first; `isExact`: none of them can be
  // wrong; `verify(number)` → a promise of the case with where the phrases stand, or of null where they do not.
  async function find(query) {
    var known = await table, count = known.shards, asked = text.phrasesOf(query);
    var parts = await Promise.all(asked.map(function (phrase) {
      var codes = Array.from(phrase, function (one) { return one.codePointAt(0); });
      var runs = runsOf(codes);
      var isWord = runs.length === 1 && runs[0][0] === 0 && runs[0][1] === codes.length;
      return isWord ? findWord(phrase, codes, count) : findPhrase(phrase, codes, count);
    }));
    parts.forEach(function (part) { part.weight = Math.log(1 + known.ids.length / (1 + part.found.size)); });
    var scores = new Map();
    if (parts.length) {
      parts.slice().sort(function (one, other) { return one.found.size - other.found.size; }).forEach(function (part, turn) {
        var next = new Map();
        part.found.forEach(function (value, number) {
          if (!turn) next.set(number, value * part.weight);
          else if (scores.has(number)) next.set(number, scores.get(number) + value * part.weight);
        });
        scores = next;
      });
    }
    var phrases = asked.map(function (phrase, index) { return parts[index].corrected || phrase; });
    var weights = parts.map(function (part) { return part.weight; });
    var cases = Array.from(scores.keys());
    cases.sort(function (one, other) { return scores.get(other) - scores.get(one) || one - other; });
    return {
      cases: cases,
      isExact: parts.every(function (part) { return part.isExact; }),
      asked: asked,
      phrases: phrases,
      corrected: asked.map(function (phrase, index) { return [phrase, parts[index].corrected]; })
        .filter(function (pair) { return pair[1]; }),
      verify: function (number) { return verify(known, number, phrases, weights); }
    };
  }

  async function verify(known, number, phrases, weights) {
    var id = known.ids[number], lang = known.names[known.said[0][number]];
    var address = texts + encodeURIComponent(lang) + "/" + encodeURIComponent(id) + ".js";
    var bytes = await load("t/" + lang + "/" + id, address);
    var read = JSON.parse(new TextDecoder(bytes[0] === 0x67 ? "gb18030" : "utf-8").decode(bytes.subarray(1)));
    var totals = phrases.map(function () { return 0; });
    var passages = read[2].map(function (passage, index) {
      var inHeading = text.placesOf(passage[1], phrases), inText = text.placesOf(passage[2], phrases);
      inHeading.forEach(function (place) { totals[place[2]] += (index ? 3 : 8) * place[3]; });
      inText.forEach(function (place) { totals[place[2]] += (index ? passage[3] ? 3 : 1 : 4) * place[3]; });
      return { anchor: passage[0], heading: passage[1], text: passage[2], inHeading: inHeading, inText: inText };
    });
    if (totals.some(function (total) { return !total; })) return null;
    return {
      number: number,
      id: id,
      lang: lang,
      name: read[0],
      organization: read[1],
      said: known.said.slice(1).map(function (column) { return known.names[column[number]]; }),
      passages: passages,
      score: totals.reduce(function (sum, total, index) { return sum + weights[index] * total / (total + 3); }, 0)
    };
  }
})();
