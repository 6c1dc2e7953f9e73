// Search and sort; without scripts the page is a plain table in order of need.
(() => {
  const table = document.getElementById("patients");
  if (!table) return;
  const input = document.getElementById("search");
  const found = document.getElementById("found");
  const groups = [...table.tBodies];
  const rows = [...table.querySelectorAll(".patient-row")];
  const homes = new Map(rows.map((row) => [row, row.parentNode]));
  const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const sorted = document.createElement("tbody");

  function search() {
    const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const row of rows) {
      row.hidden = !wanted.every((word) => words.get(row).includes(word));
      n += !row.hidden;
    }
    for (const group of groups) {
      group.hidden = ![...group.rows].some((row) => homes.has(row) && !row.hidden);
    }
    found.textContent = wanted.length ? `${n} of ${rows.length} patients` : "";
  }

  function value(row, column, kind) {
    const text = row.cells[column].dataset.value;
    return kind === "number" ? (text === "" ? null : Number(text)) : text;
  }

  function compare(a, b, column, kind, direction) {
    const [x, y] = [value(a, column, kind), value(b, column, kind)];
    // What is missing is last, whichever way one sorts.
    if (x === null || y === null) return (x === null) - (y === null);
    const order = kind === "number" ? x - y : x.localeCompare(y, "en", { numeric: true });
    return direction * order;
  }

  function sort(head, column) {
    const was = head.getAttribute("aria-sort");
    const kind = head.dataset.sort;
    const way = was === "ascending" ? "descending" : "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", kind === "need" ? "ascending" : way);
    if (kind === "need") {
      for (const row of rows) homes.get(row).append(row);
      sorted.remove();
      table.append(...groups);
    } else {
      const direction = way === "ascending" ? 1 : -1;
      const ordered = [...rows].sort((a, b) => compare(a, b, column, kind, direction));
      for (const group of groups) group.remove();
      sorted.replaceChildren(...ordered);
      table.append(sorted);
    }
    table.classList.toggle("is-sorted", kind !== "need");
    search();
  }

  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head, column));
    head.append(button);
    if (head.dataset.sort === "need") head.setAttribute("aria-sort", "ascending");
  });
  input.addEventListener("input", search);
  document.getElementById("tools").hidden = false;
})();
