// Filters of the findings, and folded parts opened for print. Without this script every finding
// shows, no control does, and the style sheet opens the folded parts.
(() => {
  "use strict";

  const folded = () => document.querySelectorAll("details:not([open])");
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...folded()];
    opened.forEach((part) => { part.open = true; });
  });
  addEventListener("afterprint", () => {
    opened.forEach((part) => { part.open = false; });
    opened = [];
  });

  const box = document.getElementById("filtres");
  const all = [...document.querySelectorAll("article[data-gravite]")];
  if (!box || all.length === 0) return;

  const fields = [...box.querySelectorAll("select, input")];
  const told = box.querySelector("[role=status]");
  const sections = [...document.querySelectorAll("section[data-constats]")];
  const fold = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/\s+/g, " ").trim().toLowerCase();
  let texts;

  const keeps = (article, at, wanted) =>
    ["gravite", "etat", "lecture", "document"].every((key) => !wanted[key] || article.dataset[key] === wanted[key]) &&
    (!wanted.texte || texts[at].includes(wanted.texte));

  const tell = (shown) => {
    const many = shown > 1 ? "s" : "";
    told.textContent = `${shown} constat${many} affiché${many} sur ${all.length}`;
  };

  const apply = () => {
    texts ??= all.map((article) => fold(article.textContent));
    const wanted = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    wanted.texte = fold(wanted.texte);
    const active = Object.values(wanted).some((value) => value !== "");
    let shown = 0;
    all.forEach((article, at) => {
      article.hidden = !keeps(article, at, wanted);
      if (article.hidden) return;
      shown += 1;
      const part = article.closest("details");
      if (active && part) part.open = true;
    });
    for (const section of sections) {
      section.hidden = active && !section.querySelector("article[data-gravite]:not([hidden])");
    }
    tell(shown);
  };

  fields.forEach((field) => field.addEventListener("input", apply));
  box.querySelector("button").addEventListener("click", () => {
    fields.forEach((field) => { field.value = ""; });
    apply();
    fields[0].focus();
  });
  // A link of the page leads to a finding that a filter may have hidden.
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const article = target && target.closest("article[hidden]");
    if (!article) return;
    fields.forEach((field) => { field.value = ""; });
    apply();
    article.scrollIntoView();
  });
  box.hidden = false;
  tell(all.length);
})();
