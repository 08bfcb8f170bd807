// While something is being made: how far it is.
document.addEventListener("casebound", function (event) {
  "use strict";
  var state = event.detail;
  var progress = document.getElementById("_progress");
  if (!progress) return;
  if (state.doing) document.getElementById("_doing").textContent = state.doing;
  if (state.total) {
    progress.max = state.total;
    progress.value = state.done;
  }
});
