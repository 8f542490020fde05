// The draft of this questionnaire leaves the device once its answers are kept.
try {
  localStorage.removeItem(document.querySelector('main').dataset.forget);
} catch {
}
// The code of a link does not stay in the address.
if (location.pathname.startsWith('/l/')) history.replaceState(null, '', '/');
