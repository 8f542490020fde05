// A device whose clock is wrong refuses every certificate: better to say so here, over http, before it happens.
const notice = document.getElementById('clock');
notice.hidden = Math.abs(Date.now() - Date.parse(notice.dataset.now)) < 365 * 24 * 3600 * 1000;
