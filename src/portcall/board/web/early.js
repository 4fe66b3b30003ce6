/** Says in the page that a part of it did not come, before any module runs; plain script, no import. */

(() => {
  const told = new Set();

  function show(words) {
    const banner = document.getElementById("banner");
    if (!banner) return document.addEventListener("DOMContentLoaded", () => show(words), { once: true });
    if ([...banner.children].some((line) => line.dataset.text === words)) return undefined;
    const line = document.createElement("p");
    line.className = "error";
    line.dataset.text = words;
    line.textContent = words;
    banner.append(line);
    banner.hidden = false;
    return undefined;
  }

  window.addEventListener("error", (event) => {
    const { target } = event;
    const address = target instanceof HTMLScriptElement ? target.src : target instanceof HTMLLinkElement ? target.href : "";
    if (address) {
      if (told.size) return; // one part that is missing takes others with it
      told.add(address);
      show(`A part of this page did not come: ${address.split("/").pop()}. Is the board still running? Load the page again; `
        + "after an update, start the board again.");
    } else if (event.message && !window.portcallReady) show(`An error in this page: ${event.message}`);
  }, { capture: true });
})();
