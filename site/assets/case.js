// A case's page: where one is in the contents, the self-test, and copying the citation. Without it the page is whole:
// the contents are links, the questions can be ticked and printed, the citation can be marked and copied.
(function () {
  "use strict";

  function store(key, value) {
    try {
      if (value === undefined) return window.localStorage.getItem(key);
      if (value === null) window.localStorage.removeItem(key);
      else window.localStorage.setItem(key, value);
    } catch (error) {
      // storage is switched off: answers last as long as the page
    }
    return null;
  }

  // Contents: marks the last section that has begun; a fold on narrow screens.
  var contents = document.querySelector(".contents");
  if (contents) {
    var fold = contents.querySelector(".contents-fold");
    fold.addEventListener("click", function () {
      var open = contents.classList.toggle("is-open");
      fold.setAttribute("aria-expanded", open ? "true" : "false");
    });
    var links = Array.prototype.slice.call(contents.querySelectorAll("a[href^='#']"));
    var places = links.map(function (link) {
      return document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
    });
    var marked = null;
    var waiting = false;
    var mark = function () {
      waiting = false;
      var line = window.innerHeight * 0.3;
      var current = -1;
      places.forEach(function (place, number) {
        if (place && place.getBoundingClientRect().top <= line) current = number;
      });
      if (window.innerHeight + window.pageYOffset >= document.documentElement.scrollHeight - 2) {
        var last = places[links.length - 1];
        if (last && last.getBoundingClientRect().top < window.innerHeight) current = links.length - 1;
      }
      var link = current < 0 ? null : links[current];
      if (link === marked) return;
      if (marked) marked.removeAttribute("aria-current");
      if (link) {
        link.setAttribute("aria-current", "location");
        // Only the contents themselves are moved, never the page.
        if (contents.scrollHeight > contents.clientHeight) {
          var top = link.offsetTop - contents.offsetTop;
          if (top < contents.scrollTop || top > contents.scrollTop + contents.clientHeight - 48) {
            contents.scrollTop = Math.max(0, top - contents.clientHeight / 2);
          }
        }
      }
      marked = link;
    };
    var ask = function () {
      if (waiting) return;
      waiting = true;
      window.requestAnimationFrame(mark);
    };
    window.addEventListener("scroll", ask, { passive: true });
    window.addEventListener("resize", ask);
    mark();
  }

  // Self-test: what is in place, and what to solve first; the answers stay in this browser.
  var test = document.querySelector(".self-test");
  if (test) {
    var isChinese = document.documentElement.lang === "zh-CN";
    var key = "casebound-self-test." + test.getAttribute("data-key");
    var result = document.querySelector(".self-test-result");
    var questions = Array.prototype.slice.call(test.children).map(function (item) {
      return {
        text: item.querySelector("p").textContent.trim().replace(/[。.；;]$/, ""),
        inputs: Array.prototype.slice.call(item.querySelectorAll("input"))
      };
    });
    var said = function (name, values) {
      return result.getAttribute("data-" + name).replace(/\{(\w+)\}/g, function (all, word) {
        return word in values ? values[word] : all;
      });
    };
    var answers = function () {
      return questions.map(function (question) {
        var chosen = question.inputs.filter(function (input) { return input.checked; })[0];
        return chosen ? chosen.value : "";
      });
    };
    var tell = function () {
      var given = answers();
      var count = function (word) { return given.filter(function (each) { return each === word; }).length; };
      var of = function (word) {
        return questions.filter(function (question, number) { return given[number] === word; })
          .map(function (question) { return question.text; });
      };
      var open = count("");
      var words = [];
      if (open === given.length) words.push(said("none", {}));
      else if (count("yes") === given.length) words.push(said("all", {}));
      else {
        words.push(said("some", { yes: count("yes") }));
        var first = of("no").concat(of("partly"));
        if (first.length) words.push(said("first", { list: first.join(isChinese ? "；" : "; ") }));
        if (open) words.push(said("open", { open: open }));
      }
      result.textContent = words.join(isChinese ? "" : " ");
    };
    try {
      (JSON.parse(store(key)) || []).forEach(function (answer, number) {
        if (questions[number]) questions[number].inputs.forEach(function (input) {
          if (input.value === answer) input.checked = true;
        });
      });
    } catch (error) {
      // what is kept there is not ours
    }
    test.addEventListener("change", function () {
      store(key, JSON.stringify(answers()));
      tell();
    });
    document.querySelector(".self-test-clear").addEventListener("click", function () {
      questions.forEach(function (question) {
        question.inputs.forEach(function (input) { input.checked = false; });
      });
      store(key, null);
      tell();
    });
    tell();
  }

  // Copying: by the clipboard where the page may use it, else by marking the text.
  Array.prototype.forEach.call(document.querySelectorAll("button.copy"), function (button) {
    var source = document.querySelector(button.getAttribute("data-copies"));
    var label = button.textContent;
    var done = function () {
      button.textContent = button.getAttribute("data-done");
      window.setTimeout(function () { button.textContent = label; }, 2000);
    };
    var byHand = function () {
      var range = document.createRange();
      range.selectNodeContents(source);
      var selection = window.getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      if (document.execCommand("copy")) done();
    };
    button.addEventListener("click", function () {
      if (navigator.clipboard && navigator.clipboard.writeText) {
        navigator.clipboard.writeText(source.textContent.trim()).then(done, byHand);
      } else byHand();
    });
  });
})();
