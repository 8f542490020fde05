// The draft of this questionnaire leaves the device once its answers are kept.
try {
  localStorage.removeItem(document.querySelector('main').dataset.forget);
} catch {
}
