// Text as search compares it: the same as site_search_text.py makes it, with the way back to the text.
(function () {
  "use strict";
  var WIDE = [
    0x0e00, 0x0eff, 0x1000, 0x109f, 0x1780, 0x17ff, 0x2e80, 0x2fdf, 0x3005, 0x3007, 0x3021, 0x3029, 0x3040, 0x30ff, 0x3100,
    0x31bf, 0x31f0, 0x31ff, 0x3400, 0x4dbf, 0x4e00, 0xa4cf, 0xac00, 0xd7af, 0xf900, 0xfaff, 0x1b000, 0x1b16f, 0x20000, 0x3ffff
  ];
  var OTHER = 0, NARROW = 1, WIDE_KIND = 2;
  var letter = /^[\p{L}\p{N}\p{M}]$/u;
  var blank = /^[\p{Z}\p{Cc}]$/u;
  var nothing = /^(?:\p{Cf}|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}])$/u;
  var normals = new Map();
  var kinds = new Map();

  function kindOf(code) {
    var kind = kinds.get(code);
    if (kind === undefined) {
      kind = letter.test(String.fromCodePoint(code)) ? NARROW : OTHER;
      for (var at = 0; at < WIDE.length; at += 2) if (code >= WIDE[at] && code <= WIDE[at + 1]) kind = WIDE_KIND;
      kinds.set(code, kind);
    }
    return kind;
  }

  function normalCharacter(character) {
    var normal = normals.get(character);
    if (normal === undefined) {
      normal = Array.from(character.normalize("NFKC").toLowerCase())
        .map(function (one) { return blank.test(one) ? " " : nothing.test(one) ? "" : one; })
        .join("");
      normals.set(character, normal);
    }
    return normal;
  }

  // The text, and for each of its units where in the given text the character begins and ends that it comes from.
  function normal(text) {
    var out = [], from = [], to = [], at = 0, waits = -1, last = 0;
    for (var character of text) {
      for (var one of normalCharacter(character)) {
        if (one === " ") {
          if (waits < 0) waits = at;
          continue;
        }
        var code = one.codePointAt(0);
        if (waits >= 0 && out.length && kindOf(last) !== WIDE_KIND && kindOf(code) !== WIDE_KIND) {
          out.push(" ");
          from.push(waits);
          to.push(at);
        }
        waits = -1;
        last = code;
        out.push(one);
        for (var unit = 0; unit < one.length; unit++) {
          from.push(at);
          to.push(at + character.length);
        }
      }
      at += character.length;
    }
    return { text: out.join(""), from: from, to: to };
  }

  // What a query asks for: phrases that must all be there. Blanks part them, except between quotation marks.
  function phrasesOf(query) {
    var phrases = [];
    var parts = /(?:^|[\p{Z}\p{Cc}])(?:"([^"]+)"|“([^”]+)”|「([^」]+)」)(?=$|[\p{Z}\p{Cc}])/gu;
    var rest = query.slice(0, 300).normalize("NFC").replace(parts, function (_, one, two, three) {
      phrases.push(normal(one || two || three).text);
      return " ";
    });
    rest.split(/[\p{Z}\p{Cc}]+/u).forEach(function (part) { phrases.push(normal(part).text); });
    return Array.from(new Set(phrases)).filter(Boolean).slice(0, 12);
  }

  // Where phrases stand in a text: [start, end, number of the phrase, how much of a word it is], ascending by start.
  function placesOf(text, phrases) {
    var made = normal(text), found = [];
    phrases.forEach(function (phrase, number) {
      for (var at = made.text.indexOf(phrase); at >= 0; at = made.text.indexOf(phrase, at + phrase.length)) {
        var end = at + phrase.length;
        found.push([made.from[at], made.to[end - 1], number, isWord(made.text, at, end)]);
      }
    });
    found.sort(function (one, other) { return one[0] - other[0] || other[1] - one[1]; });
    return found;
  }

  // 1 for a word or what has no words, less for its beginning, least for its inside.
  function isWord(text, start, end) {
    var before = start > 0 && kindOf(text.codePointAt(start - 1)) === NARROW && kindOf(text.codePointAt(start)) === NARROW;
    var after = end < text.length && kindOf(text.codePointAt(end)) === NARROW && kindOf(text.codePointAt(end - 1)) === NARROW;
    return before ? 0.3 : after ? 0.7 : 1;
  }

  window.caseboundText = {
    normal: normal, kindOf: kindOf, phrasesOf: phrasesOf, placesOf: placesOf, OTHER: OTHER, NARROW: NARROW, WIDE: WIDE_KIND
  };
})();
