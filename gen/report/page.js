
"use strict";
const nav = document.querySelector("nav");
if (nav) {
  const query = document.getElementById("q"), audience = document.getElementById("audience"), shown = document.getElementById("shown");
  const boxes = [...nav.querySelectorAll("input[name=level]")];
  const articles = [...document.querySelectorAll("article")].map((e) => ({
    e, text: e.textContent.toLowerCase(), level: e.classList[0], size: Number(e.dataset.size), audiences: e.dataset.audiences.split(" "),
  }));
  const total = articles.reduce((n, a) => n + a.size, 0);
  const levels = () => boxes.filter((b) => b.checked).map((b) => b.value);
  const filter = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean), on = levels();
    let count = 0;
    for (const a of articles) {
      const ok = on.includes(a.level) && (!audience.value || a.audiences.includes(audience.value)) && words.every((w) => a.text.includes(w));
      a.e.hidden = !ok;
      if (ok) count += a.size;
    }
    const active = words.length > 0 || audience.value !== "";
    for (const s of document.querySelectorAll("section")) {
      const any = s.querySelector("article:not([hidden])") !== null;
      s.hidden = !any;
      if (any && active) s.querySelector("details").open = true;
    }
    shown.textContent = count + " of " + total + " changes";
  };
  const state = new URLSearchParams(location.hash.slice(1));
  query.value = state.get("q") || "";
  audience.value = state.get("audience") || "";
  if (audience.selectedIndex < 0) audience.selectedIndex = 0;
  if (state.has("level")) for (const b of boxes) b.checked = state.get("level").split(",").includes(b.value);
  nav.addEventListener("input", () => {
    filter();
    const next = new URLSearchParams();
    if (query.value) next.set("q", query.value);
    if (audience.value) next.set("audience", audience.value);
    if (levels().length < boxes.length) next.set("level", levels().join(","));
    try { history.replaceState(null, "", "#" + next); } catch { /* a sandboxed frame */ }
  });
  nav.hidden = false;
  filter();
}
for (const d of document.querySelectorAll(".approve")) {
  const button = d.querySelector("button"), pre = d.querySelector("pre");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(pre.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(pre);
    }
  });
}
