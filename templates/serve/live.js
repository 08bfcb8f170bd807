// On every page of the preview, and put into the site's pages by the server. Passes on what the server tells of what is
// looked at; a page that was given a token is loaded again when it would be another.
(function () {
  "use strict";
  var script = document.currentScript;
  var look = script.getAttribute("data-look");
  var token = script.getAttribute("data-token");
  var events = null;

  function told(event) {
    var state = JSON.parse(event.data);
    if (token !== null && state.fresh && state.token !== token) window.location.reload();
    else document.dispatchEvent(new CustomEvent("casebound", { detail: state }));
  }

  function leave() {
    if (events) events.close();
    events = null;
  }

  // A hidden page is not looked at: it costs nothing, and catches up when it is shown again.
  function follow() {
    if (document.hidden) {
      leave();
    } else if (!events) {
      events = new EventSource("/_casebound/events?look=" + encodeURIComponent(look));
      events.onmessage = told;
    }
  }

  document.addEventListener("visibilitychange", follow);
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", follow);
  follow();
})();
