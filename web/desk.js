// The desk works without this. It adds two things: the browser's own zone where nobody has chosen
// one, and a question before typed text is left behind.
"use strict";

for (const zone of document.querySelectorAll("select[data-own-zone]")) {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!own) continue;
    if (![...zone.options].some((option) => option.value === own)) zone.add(new Option(own, own));
    zone.value = own;
}

// A release time means an embargo: whoever gives one has chosen.
const release = document.getElementById("release");
release?.addEventListener("input", () => {
    const embargo = document.getElementById("timing-embargo");
    if (release.value && embargo) embargo.checked = true;
});

for (const form of document.querySelectorAll("form[data-unsaved]")) {
    // A form that came back from the server holds what was typed before.
    let unsaved = document.querySelector(".problems, .preview") !== null;
    form.addEventListener("input", () => { unsaved = true; });
    form.addEventListener("submit", () => { unsaved = false; });
    addEventListener("beforeunload", (event) => {
        if (unsaved) event.preventDefault();
    });
}
