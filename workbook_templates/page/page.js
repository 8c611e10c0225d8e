"use strict";
(function () {
  var form = document.getElementById("filter"), found = document.getElementById("found");
  var items = Array.prototype.slice.call(document.querySelectorAll("article.item"));
  var rows = {};
  document.querySelectorAll("tr[data-for]").forEach(function (row) { rows[row.dataset.for] = row; });
  function said(item, name) { return rows[item.id].querySelector("[data-" + name + "]").dataset[name]; }
  function plain(text) { return text.normalize("NFKC").toLowerCase().replace(/\s+/g, ""); }
  var texts = items.map(function (item) { return plain(item.textContent); });
  form.hidden = false;
  function filter() {
    var area = form.area.value, dept = form.dept.value, rating = form.rating.value, text = plain(form.text.value);
    var count = 0;
    items.forEach(function (item, n) {
      var shows = (!area || said(item, "area") === area) && (!rating || said(item, "rating") === rating) &&
        (!dept || said(item, "dept").split("|").indexOf(dept) >= 0) && (!text || texts[n].indexOf(text) >= 0);
      item.hidden = rows[item.id].hidden = !shows;
      count += shows ? 1 : 0;
    });
    found.textContent = area || dept || rating || text ? count + "件を表示しています（全" + items.length + "件）" : "";
  }
  form.addEventListener("input", filter);
  form.addEventListener("change", filter);
  form.addEventListener("reset", function () { setTimeout(filter, 0); });
  form.addEventListener("submit", function (event) { event.preventDefault(); filter(); });
  // a link to an item that is filtered out shows everything again
  window.addEventListener("hashchange", function () {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.hidden) { form.reset(); filter(); target.scrollIntoView(); }
  });
}());
