// Shows the notice that a case should have been reviewed, once that day is past where it is read. Runs where it stands,
// so that nothing moves afterwards. Without it, the notice shows when the day was past when the site was made.
(function () {
  "use strict";
  var notice = document.querySelector("[data-review-by]");
  if (!notice) return;
  var now = new Date();
  var two = function (n) { return (n < 10 ? "0" : "") + n; };
  var today = now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  if (today > notice.getAttribute("data-review-by")) notice.hidden = false;
})();
