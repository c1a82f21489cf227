(function () {
  "use strict";
  var list = document.getElementById("list");
  if (!list) return;
  var rows = Array.prototype.slice.call(list.tBodies);
  var heads = Array.prototype.slice.call(list.tHead.rows[0].cells);
  var words = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });

  function value(row, i, number) {
    var cell = row.rows[0].cells[i], v = cell.getAttribute("data-v");
    if (v === null) v = cell.textContent;
    return number ? parseInt(v, 10) || 0 : v;
  }
  function sort(i, down) {
    var number = heads[i].className === "n", dates = i === heads.length - 1;
    var keyed = rows.map(function (row, at) { return { row: row, at: at, v: value(row, i, number) }; });
    keyed.sort(function (x, y) {
      if (dates && (x.v === "") !== (y.v === "")) return x.v === "" ? 1 : -1; // without a day: last
      var d = number ? x.v - y.v : dates ? (x.v < y.v ? -1 : x.v > y.v ? 1 : 0) : words.compare(x.v, y.v);
      return (down ? -d : d) || x.at - y.at;
    });
    var place = list.nextSibling, parent = list.parentNode;
    parent.removeChild(list); // moved out of sight: many rows would be laid out one by one
    keyed.forEach(function (k) { list.appendChild(k.row); });
    parent.insertBefore(list, place);
    heads.forEach(function (h) { h.removeAttribute("aria-sort"); });
    heads[i].setAttribute("aria-sort", down ? "descending" : "ascending");
  }
  heads.forEach(function (head, i) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", function () {
      var was = head.getAttribute("aria-sort");
      sort(i, was ? was === "ascending" : head.className === "n"); // of numbers the largest first
      button.focus();
    });
    head.textContent = "";
    head.appendChild(button);
  });
  heads[0].setAttribute("aria-sort", "ascending");

  var tools = document.querySelector(".tools"), search = document.getElementById("search"), open = document.getElementById("open");
  tools.hidden = false;
  function plain(s) { return s.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
  var texts = null, waiting = 0;
  function find() {
    waiting = 0;
    if (!texts) texts = rows.map(function (row) {
      return plain(row.textContent + " " + Array.prototype.map.call(row.querySelectorAll('a[href^="#"]'), function (a) { return a.hash; }).join(" "));
    });
    var wanted = plain(search.value).split(/\s+/);
    rows.forEach(function (row, i) { row.hidden = !wanted.every(function (w) { return texts[i].indexOf(w) >= 0; }); });
  }
  search.addEventListener("input", function () {
    if (waiting) clearTimeout(waiting);
    waiting = setTimeout(find, 120);
  });
  var opened = false;
  open.addEventListener("click", function () {
    opened = !opened;
    rows.forEach(function (row) { if (!row.hidden) row.querySelector("details").open = opened; });
    open.textContent = tools.getAttribute(opened ? "data-close" : "data-open");
  });
})();
