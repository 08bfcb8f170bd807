// The offline score sheet: what is written goes into `state`, from there into this browser's storage and into the file
// that is exported. The page is whole without this script, and can then only be read.
(function () {
  "use strict";

  const data = JSON.parse(document.getElementById("_data").textContent);
  const VERSION = 1;
  const KINDS = ["strength", "improvement", "verify"];
  const SAVE_AFTER_MS = 400;
  const LOOK_EVERY_MS = 1000;
  const MOST_CHIPS = 12;
  const byId = (id) => document.getElementById(id);
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const cases = new Map(data.cases.map((item) => [item.id, item]));
  const forms = new Map(all("form.form").map((form) => [form.dataset.case, form]));
  const texts = new Map(all("article.study").map((text) => [text.dataset.case, text]));
  const titles = new Map([...data.conditions, ...data.criteria].map((item) => [item.id, item.title]));

  function say(key, values) {
    return data.words[key].replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
  }

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  // ---- Marks: decimal text; whole numbers of the smallest unit in between, so that nothing is rounded.

  const places = Math.max(...Object.values(data.scale).concat(data.bands.flatMap((band) => band.range)).map(decimals));
  const unit = 10 ** places;
  const low = Math.round(Number(data.scale.minimum) * unit);
  const high = Math.round(Number(data.scale.maximum) * unit);
  const step = Math.max(1, Math.round(Number(data.scale.step) * unit));

  function decimals(text) {
    return (text.split(".")[1] || "").length;
  }

  function narrow(text) {
    return text.normalize("NFKC").replace(/。/g, ".").replace(/[\s分]/g, "").replace(/^[−—–]/, "-");
  }

  function asText(units) {
    return (units / unit).toFixed(places).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
  }

  // What was typed → {units} of a mark on the scale, {problem} in words, or nothing where nothing was typed.
  function readMark(typed) {
    const text = narrow(typed);
    if (!text) return {};
    if (!/^-?\d{1,9}(\.\d{1,9})?$/.test(text)) return { problem: say("off_number", { text: typed.trim() }) };
    const exact = Number(text) * unit;
    const units = Math.round(exact);
    if (exact < low || exact > high) {
      return { problem: say("off_range", { low: data.scale.minimum, high: data.scale.maximum }) };
    }
    if (Math.abs(exact - units) > 1e-6 || (units - low) % step !== 0) {
      const below = low + Math.floor((exact - low) / step) * step;
      const above = Math.min(high, below + step);
      return { problem: say("off_step", { step: data.scale.step, below: asText(below), above: asText(above) }) };
    }
    return { units, text: asText(units) };
  }

  const bands = data.bands.map((band) => ({
    title: band.title,
    text: band.text,
    low: Math.round(Number(band.range[0]) * unit),
    high: Math.round(Number(band.range[band.range.length - 1]) * unit),
  }));

  function bandOf(units) {
    return bands.findIndex((band) => band.low <= units && units <= band.high);
  }

  function marksOf(band) {
    const marks = [];
    const first = low + Math.ceil((Math.max(band.low, low) - low) / step) * step;
    for (let mark = first; mark <= Math.min(band.high, high) && marks.length <= MOST_CHIPS; mark += step) marks.push(mark);
    return marks.length <= MOST_CHIPS ? marks : [];
  }

  // ---- The state, and sheets of unknown origin made into it: everything is text, nothing is trusted.

  const words = (value) => (typeof value === "string" ? value : "");
  const record = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});

  function asSheet(given) {
    const sheet = record(given);
    const conditions = {};
    for (const { id } of data.conditions) {
      const check = record(record(sheet.conditions)[id]);
      conditions[id] = { met: typeof check.met === "boolean" ? check.met : null, comment: words(check.comment) };
    }
    const marks = {};
    for (const { id } of data.criteria) {
      const mark = record(record(sheet.marks)[id]);
      const value = typeof mark.value === "number" ? String(mark.value) : words(mark.value);
      const comments = (Array.isArray(mark.comments) ? mark.comments : []).map(record).map((comment) => ({
        kind: KINDS.includes(comment.kind) ? comment.kind : KINDS[0],
        text: words(comment.text),
        anchor: words(comment.anchor),
      }));
      marks[id] = { value, comments };
    }
    const made = {
      status: sheet.status === "submitted" ? "submitted" : "draft",
      date: words(sheet.date),
      conditions,
      marks,
      overall: words(sheet.overall),
    };
    if (made.status === "submitted" && missing(made).length) made.status = "draft";
    if (made.status === "draft") made.date = "";
    return made;
  }

  function asState(given) {
    const sheets = record(given);
    const made = {};
    for (const [id, item] of cases) made[id] = asSheet(Object.prototype.hasOwnProperty.call(sheets, id) ? sheets[id] : item.earlier);
    return made;
  }

  function missing(sheet) {
    const found = [];
    for (const { id, title } of data.conditions) {
      if (sheet.conditions[id].met === null) found.push({ id, words: say("missing_condition", { id, title }) });
    }
    for (const { id, title } of data.criteria) {
      const { value, comments } = sheet.marks[id];
      const mark = readMark(value);
      if (mark.problem) found.push({ id, words: say("wrong_mark", { id, title }) });
      else if (mark.units === undefined) found.push({ id, words: say("missing_mark", { id, title }) });
      if (comments.some((comment) => !comment.text.trim())) {
        found.push({ id, isComment: true, words: say("empty_comment", { id, title }) });
      }
    }
    return found;
  }

  function advised(sheet) {
    const found = [];
    for (const { id, title } of data.conditions) {
      const { met, comment } = sheet.conditions[id];
      if (met === false && !comment.trim()) found.push({ id, isRemark: true, words: say("advised_reason", { id, title }) });
    }
    for (const { id, title } of data.criteria) {
      if (!sheet.marks[id].comments.length) found.push({ id, isComment: true, words: say("advised_comment", { id, title }) });
    }
    if (!sheet.overall.trim()) found.push({ id: "overall", words: say("advised_overall") });
    return found;
  }

  const markedOf = (sheet) => data.criteria.filter(({ id }) => readMark(sheet.marks[id].value).units !== undefined).length;

  // ---- Storage. What is kept has a stamp: a stamp that is not ours means that another window wrote.

  const storage = (function () {
    try {
      const probe = `${data.key} probe`;
      window.localStorage.setItem(probe, "1");
      const works = window.localStorage.getItem(probe) === "1";
      window.localStorage.removeItem(probe);
      return works ? window.localStorage : null;
    } catch (error) {
      return null; // switched off, or a file may not use it
    }
  })();
  let canSave = storage !== null;
  let stamp = "";
  let pending = 0;
  let isPaused = false;
  let isUnkept = false; // something was written here that is neither kept nor exported

  function kept() {
    if (!canSave) return null;
    try {
      const found = JSON.parse(storage.getItem(data.key));
      return found && typeof found.stamp === "string" ? found : null;
    } catch (error) {
      return null; // nothing there, or damaged
    }
  }

  const before = kept();
  let state = asState(before && before.sheets);
  let at = before && cases.has(before.at) ? before.at : data.cases[0].id;
  let savedAt = before ? new Date(before.saved) : null;
  let isExported = before ? before.isExported === true : true;
  if (before) stamp = before.stamp;

  function changed() {
    isExported = false;
    isUnkept = true;
    if (!canSave || isPaused) return showSaved();
    window.clearTimeout(pending);
    pending = window.setTimeout(save, SAVE_AFTER_MS);
    showSaved();
  }

  function save() {
    window.clearTimeout(pending);
    pending = 0;
    if (!canSave || isPaused) return;
    const there = kept();
    if (there && there.stamp !== stamp) return pause();
    savedAt = new Date();
    const next = `${savedAt.getTime()}-${Math.floor(Math.random() * 1e9)}`;
    try {
      storage.setItem(data.key, JSON.stringify({ stamp: next, saved: savedAt.toISOString(), at, isExported, sheets: state }));
      stamp = next;
      isUnkept = false;
    } catch (error) {
      canSave = false; // full
    }
    showSaved();
  }

  function pause() {
    if (isPaused) return;
    isPaused = true;
    window.clearTimeout(pending);
    pending = 0;
    open(byId("_other"));
    showSaved();
  }

  function heedOthers() {
    const there = kept();
    if (there && there.stamp !== stamp) pause();
  }

  // Browsers differ in whether they tell windows of one file about each other's writing, and when: so it is looked at too.
  window.addEventListener("storage", heedOthers);
  window.addEventListener("focus", heedOthers);
  window.setInterval(heedOthers, LOOK_EVERY_MS);
  window.addEventListener("pagehide", () => pending && save());
  document.addEventListener("visibilitychange", () => document.hidden && pending && save());
  window.addEventListener("beforeunload", (event) => {
    if (pending) save();
    if (isUnkept) {
      event.preventDefault();
      event.returnValue = "";
    }
  });

  const clock = (time) => `${pad(time.getHours())}:${pad(time.getMinutes())}`;
  const day = (time) => `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`;

  function pad(n) {
    return String(n).padStart(2, "0");
  }

  function put(element, text) {
    if (element.textContent !== text) element.textContent = text; // a live region speaks only of what is new
  }

  function showSaved() {
    const line = byId("_saved");
    line.classList.toggle("unsaved", !canSave || isPaused);
    let text = savedAt ? say("saved_at", { time: clock(savedAt) }) : say("saved_new");
    if (pending) text = say("saving");
    if (!canSave || isPaused) text = say("not_saved");
    if (savedAt || !canSave) text += isExported ? (savedAt ? ` · ${say("exported_yes")}` : "") : ` · ${say("exported_no")}`;
    put(line, text);
    const warn = byId("_not-saved");
    warn.hidden = canSave;
    put(warn, canSave ? "" : say("not_saved_why"));
  }

  // ---- From the state into the page.

  const boxOf = (id, part) => byId(`_${id}-${part}`);

  function fill(id) {
    const sheet = state[id];
    for (const { id: part } of data.conditions) {
      const box = boxOf(id, part);
      for (const input of all("[data-field=met]", box)) input.checked = String(sheet.conditions[part].met) === input.value;
      box.querySelector("[data-field=comment]").value = sheet.conditions[part].comment;
    }
    for (const { id: part } of data.criteria) {
      const box = boxOf(id, part);
      box.querySelector("[data-field=value]").value = sheet.marks[part].value;
      delete box.dataset.shown;
      box.querySelector(".comments").replaceChildren(...sheet.marks[part].comments.map((comment) => commentItem(id, part, comment)));
    }
    boxOf(id, "overall").value = sheet.overall;
    show(id);
  }

  function commentItem(id, part, comment) {
    const item = byId("_one-comment").content.firstElementChild.cloneNode(true);
    const places = item.querySelector("[data-field=anchor]");
    places.append(new Option(say("no_place"), ""));
    for (const anchor of cases.get(id).anchors) places.append(new Option(anchor.title, anchor.id));
    if (comment.anchor && !cases.get(id).anchors.some((anchor) => anchor.id === comment.anchor)) {
      places.append(new Option(comment.anchor, comment.anchor));
    }
    item.querySelector("[data-field=kind]").value = comment.kind;
    places.value = comment.anchor;
    item.querySelector("[data-field=text]").value = comment.text;
    item.querySelector("[data-act=remove]").setAttribute("aria-label", `${part} ${say("remove")}`);
    showComment(id, item);
    return item;
  }

  function showComment(id, item) {
    const anchor = item.querySelector("[data-field=anchor]").value;
    const kind = item.querySelector("[data-field=kind]").value;
    const go = item.querySelector(".go");
    const place = anchor && placeOf(id, anchor);
    go.hidden = !place;
    if (place) go.setAttribute("href", `#${place.id}`);
    item.dataset.kind = kind;
    item.querySelector("[data-field=text]").placeholder = say(`hint_${kind}`);
  }

  const placeOf = (id, anchor) => byId(cases.get(id).prefix + anchor);

  // What follows from the state of a case: bands, counts, what is missing.
  function show(id) {
    const sheet = state[id];
    const form = forms.get(id);
    const isSubmitted = sheet.status === "submitted";
    for (const { id: part } of data.conditions) {
      const box = boxOf(id, part);
      box.querySelector("[data-act=unset]").hidden = sheet.conditions[part].met === null || isSubmitted;
      box.classList.toggle("is-done", sheet.conditions[part].met !== null);
    }
    for (const { id: part } of data.criteria) showMark(id, part);
    const lacking = missing(sheet);
    const marked = { n: markedOf(sheet), of: data.criteria.length };
    form.querySelector(".whole").disabled = isSubmitted;
    form.classList.toggle("is-submitted", isSubmitted);
    put(form.querySelector(".state"), say(`state_${sheet.status}`));
    put(form.querySelector(".progress"), say("progress", marked));
    put(form.querySelector(".lacks"), lacking.length ? say("missing_n", { n: lacking.length }) : say("missing_none"));
    showLacking(form, lacking, advised(sheet), isSubmitted);
    const line = form.querySelector(".submitted-on");
    line.hidden = !isSubmitted;
    put(line, isSubmitted ? say("submitted_on", { day: sheet.date }) : "");
    form.querySelector("[data-act=submit]").hidden = isSubmitted;
    form.querySelector("[data-act=reopen]").hidden = !isSubmitted;
    const next = nextCase(id);
    const button = form.querySelector("[data-act=next]");
    button.hidden = !isSubmitted || !next;
    if (next) put(button, say("next_case", { name: next.name }));
    for (const tab of all(`.cases [data-to="${CSS.escape(id)}"]`)) {
      put(tab.querySelector(".count"), isSubmitted ? say("state_submitted") : say("progress_n", marked));
      tab.classList.toggle("is-submitted", isSubmitted);
    }
    if (id === at) put(document.querySelector(".switch .count"), say("progress_n", marked));
    showCounts(id);
  }

  function nextCase(id) {
    const order = data.cases.findIndex((item) => item.id === id);
    const turned = [...data.cases.slice(order + 1), ...data.cases.slice(0, order)];
    return turned.find((item) => state[item.id].status !== "submitted");
  }

  function showLacking(form, lacking, better, isSubmitted) {
    const box = form.querySelector(".lacking");
    const shown = JSON.stringify([lacking, better, isSubmitted]);
    if (box.dataset.shown === shown) return;
    box.dataset.shown = shown;
    box.replaceChildren();
    for (const [items, title] of [[lacking, "missing_title"], [better, "advised_title"]]) {
      if (isSubmitted || !items.length) continue;
      const list = make("ul");
      for (const item of items) {
        const link = make("a", "", item.words);
        link.href = `#_${form.dataset.case}-${item.id}`;
        if (item.isComment) link.dataset.aim = "comment";
        if (item.isRemark) link.dataset.aim = "remark";
        const line = make("li");
        line.append(link);
        list.append(line);
      }
      box.append(make("h4", "", say(title)), list);
    }
  }

  function showMark(id, part) {
    const box = boxOf(id, part);
    const input = box.querySelector("[data-field=value]");
    const said = box.querySelector(".said-of-mark");
    const mark = readMark(state[id].marks[part].value);
    const own = mark.units === undefined ? -1 : bandOf(mark.units);
    const isWrong = mark.problem !== undefined;
    input.setAttribute("aria-invalid", String(isWrong));
    said.classList.toggle("wrong", isWrong);
    let text = mark.problem || say("not_marked");
    if (mark.units !== undefined) text = own >= 0 ? bands[own].title : bands.length ? say("no_band") : "";
    put(said, text);
    box.classList.toggle("is-done", mark.units !== undefined);
    const detail = box.querySelector(".of-band");
    if (!detail) return;
    const shown = "shown" in box.dataset ? Number(box.dataset.shown) : own;
    const buttons = all("[data-act=band]", box);
    buttons.forEach((button, n) => {
      button.setAttribute("aria-pressed", String(n === own));
      button.classList.toggle("is-shown", n === shown);
      button.tabIndex = n === Math.max(0, shown) ? 0 : -1;
    });
    detail.hidden = shown < 0;
    if (shown < 0) return;
    put(detail.querySelector(".band-text"), bands[shown].text);
    const chips = detail.querySelector(".chips");
    const wanted = marksOf(bands[shown]);
    if (chips.dataset.of !== String(shown)) {
      chips.dataset.of = String(shown);
      chips.setAttribute("aria-label", say("marks_of_band", { band: bands[shown].title }));
      chips.replaceChildren(...wanted.map((units) => {
        const chip = make("button", "", asText(units));
        chip.type = "button";
        chip.dataset.act = "chip";
        return chip;
      }));
    }
    Array.from(chips.children).forEach((chip, n) => {
      chip.setAttribute("aria-pressed", String(wanted[n] === mark.units));
      const isEntry = wanted[n] === mark.units || (n === 0 && !wanted.includes(mark.units));
      chip.tabIndex = isEntry ? 0 : -1;
    });
  }

  function grow(area) {
    if (!area.offsetParent) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  }

  const growAll = () => all("form.form:not([hidden]) textarea").forEach(grow);

  // ---- “Comment” beside headings, figures, tables and measures of the text.

  function titleOf(id, anchor) {
    const found = cases.get(id).anchors.find((item) => item.id === anchor);
    return found ? found.title : anchor;
  }

  function addButtons(id) {
    for (const anchor of cases.get(id).anchors) {
      const place = placeOf(id, anchor.id);
      if (!place) continue;
      const head = place.querySelector(":scope > h2, :scope > h3, :scope > h4, :scope > figcaption, :scope > .caption, caption, :scope > .key-said > h3");
      if (!head) continue;
      const button = make("button", "here");
      button.type = "button";
      button.lang = data.lang;
      button.dataset.act = "here";
      button.dataset.anchor = anchor.id;
      button.dataset.case = id;
      button.setAttribute("aria-label", say("comment_on", { place: anchor.title }));
      const own = make("span", "here-of");
      own.id = `${place.id}_head`;
      own.append(...head.childNodes);
      if (head.tagName === "CAPTION") {
        const line = make("span", "cap"); // as wide as what is seen of the table
        line.append(own, " ", button);
        head.append(line);
      } else head.append(own, " ", button);
      if (/^H\d$/.test(head.tagName)) head.setAttribute("aria-labelledby", own.id);
    }
  }

  function showCounts(id) {
    const counts = new Map();
    for (const { comments } of Object.values(state[id].marks)) {
      for (const { anchor } of comments) counts.set(anchor, (counts.get(anchor) || 0) + 1);
    }
    for (const button of all("button.here", texts.get(id))) {
      const n = counts.get(button.dataset.anchor) || 0;
      put(button, n ? say("comment_here_n", { n }) : say("comment_here"));
      button.classList.toggle("has-comments", n > 0);
    }
  }

  let lastCriterion = "";

  function comment(id, anchor) {
    if (state[id].status === "submitted") return toast(say("locked"));
    const dialog = byId("_comment");
    dialog.dataset.case = id;
    dialog.dataset.anchor = anchor;
    put(byId("_comment-title"), say("comment_on", { place: titleOf(id, anchor) }));
    const place = placeOf(id, anchor);
    const passage = place && place.closest("[data-criteria]");
    const tied = passage ? passage.dataset.criteria.split(" ").filter((part) => part && boxOf(id, part)) : [];
    byId("_comment-criterion").value = tied.includes(lastCriterion) ? lastCriterion : tied[0] || lastCriterion || data.criteria[0].id;
    byId("_comment-text").value = "";
    showDialogHint();
    open(dialog);
    byId("_comment-text").focus();
    return undefined;
  }

  function chosenKind() {
    return (all("#_comment [name=_comment-kind]").find((input) => input.checked) || {}).value || KINDS[0];
  }

  function showDialogHint() {
    byId("_comment-text").placeholder = say(`hint_${chosenKind()}`);
  }

  function addFromDialog() {
    const dialog = byId("_comment");
    const text = byId("_comment-text").value;
    if (!text.trim()) return byId("_comment-text").focus();
    const id = dialog.dataset.case;
    const part = byId("_comment-criterion").value;
    add(id, part, { kind: chosenKind(), text, anchor: dialog.dataset.anchor });
    lastCriterion = part;
    dialog.close();
    const list = boxOf(id, part).querySelector(".comments");
    toast(say("added", { id: part }), say("show_it"), () => {
      look("form");
      reveal(list.lastElementChild, list.lastElementChild.querySelector("textarea"));
    });
    return undefined;
  }

  function add(id, part, given) {
    state[id].marks[part].comments.push(given);
    const item = commentItem(id, part, given);
    boxOf(id, part).querySelector(".comments").append(item);
    grow(item.querySelector("textarea"));
    changed();
    show(id);
    return item;
  }

  // ---- From the page into the state.

  function takeComments(id, part) {
    state[id].marks[part].comments = all(".comment", boxOf(id, part)).map((item) => ({
      kind: item.querySelector("[data-field=kind]").value,
      text: item.querySelector("[data-field=text]").value,
      anchor: item.querySelector("[data-field=anchor]").value,
    }));
  }

  function setMark(id, part, text) {
    const box = boxOf(id, part);
    state[id].marks[part].value = text;
    box.querySelector("[data-field=value]").value = text;
    delete box.dataset.shown;
    changed();
    show(id);
  }

  function stepped(id, part, direction) {
    const mark = readMark(state[id].marks[part].value);
    const exact = Number(narrow(state[id].marks[part].value)) * unit;
    let units;
    if (mark.units !== undefined) units = mark.units + direction * step;
    else if (mark.problem && Number.isFinite(exact)) units = low + (direction > 0 ? Math.ceil : Math.floor)((exact - low) / step) * step;
    else units = bands.length ? bands[Math.floor(bands.length / 2)].low : low + Math.floor((high - low) / step / 2) * step;
    const least = low + Math.floor((high - low) / step) * step;
    setMark(id, part, asText(Math.min(least, Math.max(low, units))));
  }

  const pane = byId("_form");

  pane.addEventListener("input", (event) => {
    const field = event.target.dataset.field;
    const form = event.target.closest("form.form");
    if (!field || !form) return;
    const id = form.dataset.case;
    const sheet = state[id];
    const condition = event.target.closest("[data-condition]");
    const criterion = event.target.closest("[data-criterion]");
    if (field === "met") sheet.conditions[condition.dataset.condition].met = event.target.value === "true";
    else if (field === "comment") sheet.conditions[condition.dataset.condition].comment = event.target.value;
    else if (field === "overall") sheet.overall = event.target.value;
    else if (field === "value") {
      sheet.marks[criterion.dataset.criterion].value = event.target.value;
      delete criterion.dataset.shown;
    } else {
      takeComments(id, criterion.dataset.criterion);
      showComment(id, event.target.closest(".comment"));
    }
    if (event.target.tagName === "TEXTAREA") grow(event.target);
    if (criterion) lastCriterion = criterion.dataset.criterion;
    changed();
    show(id);
  });

  pane.addEventListener("change", (event) => {
    if (event.target.dataset.field !== "value") return;
    const box = event.target.closest("[data-criterion]");
    const mark = readMark(event.target.value);
    if (mark.text !== undefined && mark.text !== event.target.value) setMark(box.closest("form").dataset.case, box.dataset.criterion, mark.text);
  });

  pane.addEventListener("focusin", (event) => {
    const box = event.target.closest("[data-criterion]");
    if (box) lastCriterion = box.dataset.criterion;
  });

  pane.addEventListener("keydown", (event) => {
    const box = event.target.closest("[data-criterion]");
    if (box && event.target.dataset.field === "value" && event.key === "Enter") {
      const marks = all("[data-field=value]", box.closest("form"));
      const next = marks[marks.indexOf(event.target) + 1];
      if (next) next.focus();
      return;
    }
    const direction = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key];
    if (!box || !direction) return;
    if (event.target.dataset.field === "value" && /Up|Down/.test(event.key)) {
      event.preventDefault();
      stepped(box.closest("form").dataset.case, box.dataset.criterion, direction);
    } else if (["band", "chip"].includes(event.target.dataset.act)) {
      const next = direction > 0 ? event.target.nextElementSibling : event.target.previousElementSibling;
      event.preventDefault();
      if (next) {
        next.tabIndex = 0;
        next.focus();
      }
    }
  });

  pane.addEventListener("submit", (event) => event.preventDefault());

  const acts = {
    unset(id, box) {
      state[id].conditions[box.dataset.condition].met = null;
      for (const input of all("[data-field=met]", box)) input.checked = false;
      box.querySelector("[data-field=met]").focus();
      changed();
      show(id);
    },
    up: (id, box) => stepped(id, box.dataset.criterion, 1),
    down: (id, box) => stepped(id, box.dataset.criterion, -1),
    band(id, box, button) {
      box.dataset.shown = button.dataset.band;
      showMark(id, box.dataset.criterion);
    },
    chip: (id, box, button) => setMark(id, box.dataset.criterion, button.textContent),
    add(id, box, button) {
      add(id, box.dataset.criterion, { kind: button.dataset.kind, text: "", anchor: "" }).querySelector("textarea").focus();
    },
    remove(id, box, button) {
      const part = box.dataset.criterion;
      const item = button.closest(".comment");
      const order = Array.from(item.parentElement.children).indexOf(item);
      const removed = state[id].marks[part].comments[order];
      item.remove();
      takeComments(id, part);
      changed();
      show(id);
      box.querySelector("[data-act=add]").focus();
      if (!removed.text.trim()) return;
      toast(say("removed"), say("undo"), () => {
        state[id].marks[part].comments.splice(order, 0, removed);
        fill(id);
        growAll();
        changed();
      });
    },
    submit(id) {
      const lacking = missing(state[id]).length;
      if (lacking) {
        toast(say("refused", { n: lacking }));
        reveal(boxOf(id, "hand-in"), boxOf(id, "hand-in-title"));
        return;
      }
      state[id].status = "submitted";
      state[id].date = day(new Date());
      changed();
      show(id);
      toast(say("now_submitted"), say("export"), exportFile);
      forms.get(id).querySelector("[data-act=reopen]").focus();
    },
    reopen(id) {
      state[id].status = "draft";
      state[id].date = "";
      changed();
      show(id);
      forms.get(id).querySelector("[data-act=submit]").focus();
    },
    next: (id) => goTo(nextCase(id).id, "text"),
  };

  pane.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    const form = event.target.closest("form.form");
    if (!button || !form) return;
    acts[button.dataset.act](form.dataset.case, button.closest("[data-criterion], [data-condition]"), button);
  });

  byId("_text").addEventListener("click", (event) => {
    const button = event.target.closest("button.here");
    if (button) comment(button.dataset.case, button.dataset.anchor);
  });

  // ---- Getting about: cases, panes, links inside the page.

  const scrolled = new Map();

  function goTo(id, view) {
    if (id !== at) {
      scrolled.set(at, [byId("_text").scrollTop, pane.scrollTop]);
      at = id;
      showCase();
      const [text, form] = scrolled.get(id) || [0, 0];
      byId("_text").scrollTop = text;
      pane.scrollTop = form;
      if (savedAt) save();
    }
    if (view) look(view);
  }

  function showCase() {
    for (const [id, text] of texts) text.hidden = id !== at;
    for (const [id, form] of forms) form.hidden = id !== at;
    for (const tab of all(".cases button")) {
      if (tab.dataset.to === at) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
      if (tab.dataset.to === at && tab.scrollIntoView) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    growAll();
    show(at);
  }

  function look(view) {
    document.body.dataset.view = view;
    for (const button of all(".switch button")) {
      if (button.dataset.view === view) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    growAll();
  }

  function reveal(element, focus) {
    element.scrollIntoView({ block: "start" });
    if (focus) focus.focus({ preventScroll: true });
    element.classList.remove("found");
    void element.offsetWidth; // begins the animation again
    element.classList.add("found");
  }

  function aimOf(target, aim) {
    if (aim === "comment") return all(".comment textarea", target).find((area) => !area.value.trim()) || target.querySelector("[data-act=add]");
    if (aim === "remark") return target.querySelector("textarea");
    if (target.matches("input, textarea")) return target;
    return target.querySelector("[data-field=value], [data-field=met], h3[tabindex]");
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.hasAttribute("download")) return;
    const href = link.getAttribute("href");
    if (!href.startsWith("#")) {
      link.target = "_blank"; // the sheet stays open
      return;
    }
    event.preventDefault();
    let target;
    try {
      target = byId(decodeURIComponent(href.slice(1)));
    } catch (error) {
      return;
    }
    if (!target) return;
    const home = target.closest("article.study, form.form");
    if (home) goTo(home.dataset.case);
    look(target.closest(".text-pane") ? "text" : "form");
    reveal(target, target.closest("form.form") ? aimOf(target, link.dataset.aim) : target.matches(".pane") ? target : null);
  });

  for (const tab of all(".cases button")) tab.addEventListener("click", () => goTo(tab.dataset.to));
  for (const button of all(".switch button")) button.addEventListener("click", () => look(button.dataset.view));

  // ---- Dialogs and the line that says what was done.

  function open(dialog) {
    if (!dialog.open) dialog.showModal();
  }

  for (const dialog of all("dialog")) {
    dialog.addEventListener("click", (event) => event.target.closest("[data-act=cancel]") && dialog.close());
  }
  byId("_other").addEventListener("cancel", (event) => event.preventDefault()); // it must be answered
  byId("_comment").addEventListener("change", showDialogHint);
  byId("_comment").addEventListener("submit", (event) => event.preventDefault());
  byId("_comment-add").addEventListener("click", addFromDialog);

  function ask(words) {
    return new Promise((answer) => {
      const dialog = byId("_ask");
      put(byId("_ask-words"), words);
      const done = (value) => {
        byId("_ask-yes").onclick = byId("_ask-no").onclick = dialog.oncancel = null;
        dialog.close();
        answer(value);
      };
      byId("_ask-yes").onclick = () => done(true);
      byId("_ask-no").onclick = () => done(false);
      dialog.oncancel = () => done(false);
      open(dialog);
    });
  }

  let toastEnd = 0;

  function toast(text, label, act) {
    const box = byId("_toast");
    box.replaceChildren(make("span", "", text));
    if (label) {
      const button = make("button", "", label);
      button.type = "button";
      button.addEventListener("click", () => {
        box.replaceChildren();
        act();
      });
      box.append(button);
    }
    window.clearTimeout(toastEnd);
    toastEnd = window.setTimeout(() => box.replaceChildren(), 8000);
  }

  // ---- Export and import.

  function exported(now) {
    const sheets = data.cases.map((item) => {
      const { status, date, conditions, marks, overall } = state[item.id];
      return { case: item.id, case_digest: item.digest, status, date, conditions, marks, overall };
    });
    const { packet, round, evaluator, framework_digest } = data;
    const head = { casebound: "score-sheet", version: VERSION, packet, round, evaluator, framework_digest };
    return `${JSON.stringify({ ...head, exported: now.toISOString(), sheets }, null, 2)}\n`;
  }

  function exportFile() {
    const now = new Date();
    const text = exported(now);
    const stem = `${data.round}-${data.evaluator}`.replace(/[^\p{L}\p{N}._-]/gu, "-");
    const name = `${stem}-${day(now).replace(/-/g, "")}-${pad(now.getHours())}${pad(now.getMinutes())}.json`;
    const link = make("a");
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.href = address;
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(address), 60000);
    const drafts = data.cases.filter((item) => state[item.id].status !== "submitted").length;
    put(byId("_exported-file"), say("exported_file", { name }));
    put(byId("_exported-state"), say(drafts ? "exported_draft" : "exported_all", { n: data.cases.length, drafts }));
    byId("_exported-text").value = text;
    put(byId("_copied"), "");
    byId("_toast").replaceChildren();
    open(byId("_exported"));
    isExported = true;
    isUnkept = false;
    if (canSave && !isPaused) save();
    showSaved();
  }

  async function copyText() {
    const area = byId("_exported-text");
    area.focus();
    area.select();
    let isCopied = false;
    try {
      await navigator.clipboard.writeText(area.value);
      isCopied = true;
    } catch (error) {
      isCopied = document.execCommand("copy"); // where a file may not use the clipboard
    }
    put(byId("_copied"), say(isCopied ? "copied" : "copy_by_hand"));
  }

  const isBlank = () => data.cases.every((item) => JSON.stringify(state[item.id]) === JSON.stringify(asSheet(item.earlier)));

  async function importFile(file) {
    let given;
    try {
      given = record(JSON.parse((await file.text()).replace(/^\uFEFF/, "")));
    } catch (error) {
      given = {};
    }
    if (given.casebound !== "score-sheet" || !Array.isArray(given.sheets)) return toast(say("import_not_sheet"));
    if (given.version !== VERSION) return toast(say("import_newer"));
    const sheets = given.sheets.map(record);
    const isOurs = sheets.every((sheet) => cases.has(sheet.case) && cases.get(sheet.case).digest === sheet.case_digest);
    if (given.packet !== data.packet || given.framework_digest !== data.framework_digest || !isOurs) {
      return toast(say("import_other", { round: words(given.round), evaluator: words(given.evaluator) }));
    }
    if (!isBlank() && !(await ask(say("import_ask")))) return undefined;
    const earlier = state;
    const time = new Date(given.exported);
    take(asState({ ...state, ...Object.fromEntries(sheets.map((sheet) => [sheet.case, sheet])) }));
    const when = Number.isNaN(time.getTime()) ? "" : `${day(time)} ${clock(time)}`;
    return toast(say("imported", { time: when }), say("undo"), () => take(earlier));
  }

  function take(sheets) {
    state = sheets;
    for (const id of cases.keys()) fill(id);
    growAll();
    changed();
  }

  byId("_export").addEventListener("click", exportFile);
  byId("_copy").addEventListener("click", copyText);
  byId("_import").addEventListener("click", () => byId("_file").click());
  byId("_file").addEventListener("change", () => {
    const file = byId("_file").files[0];
    byId("_file").value = "";
    byId("_more").open = false;
    if (file) importFile(file);
  });
  byId("_clear").addEventListener("click", async () => {
    byId("_more").open = false;
    if (!(await ask(say("clear_ask")))) return;
    window.clearTimeout(pending);
    pending = 0;
    if (storage) storage.removeItem(data.key);
    take(asState(null));
    window.clearTimeout(pending);
    pending = 0;
    stamp = "";
    savedAt = null;
    isExported = true;
    isUnkept = false;
    showSaved();
    toast(say("cleared"));
  });
  byId("_print").addEventListener("click", () => {
    byId("_more").open = false;
    window.print();
  });
  window.addEventListener("beforeprint", () => {
    for (const form of forms.values()) form.hidden = false;
    growAll();
  });
  window.addEventListener("afterprint", showCase);

  byId("_other-load").addEventListener("click", () => {
    const there = kept();
    if (!there) return;
    stamp = there.stamp;
    savedAt = new Date(there.saved);
    isExported = there.isExported === true;
    isUnkept = isPaused = false;
    state = asState(there.sheets);
    for (const id of cases.keys()) fill(id);
    growAll();
    showSaved();
    byId("_other").close();
  });
  byId("_other-export").addEventListener("click", exportFile);
  byId("_other-keep").addEventListener("click", async () => {
    if (!(await ask(say("keep_this_ask")))) return;
    const there = kept();
    if (there) stamp = there.stamp;
    isPaused = false;
    byId("_other").close();
    save();
  });

  // ---- Light and dark: follows the system until the reader chooses.

  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const THEME = "casebound-theme";

  function theme() {
    return root.dataset.theme || (system.matches ? "dark" : "light");
  }

  function showTheme() {
    put(byId("_theme"), say(theme() === "dark" ? "to_light" : "to_dark"));
  }

  if (storage && ["light", "dark"].includes(storage.getItem(THEME))) root.dataset.theme = storage.getItem(THEME);
  byId("_theme").addEventListener("click", () => {
    root.dataset.theme = theme() === "dark" ? "light" : "dark";
    try {
      if (storage) storage.setItem(THEME, root.dataset.theme);
    } catch (error) {
      // then it lasts as long as the page
    }
    showTheme();
  });
  system.addEventListener("change", showTheme);
  window.addEventListener("resize", growAll);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#_more")) byId("_more").open = false;
  });

  // ---- Begin.

  byId("_no-script").hidden = true;
  byId("_export").hidden = byId("_more").hidden = false;
  byId("_how").open = !before;
  for (const id of cases.keys()) {
    addButtons(id);
    fill(id);
  }
  showCase();
  showTheme();
  showSaved();
})();
