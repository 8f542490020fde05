// Commentaries are written in the page; "keep" saves the page with them, as one file. Nothing stays in the browser: the same
// computer may serve another team tomorrow, and a file that was mailed would come without its words.
const keep = document.getElementById('keep');
let unsaved = false;
document.addEventListener('input', (event) => { unsaved = unsaved || event.target.classList?.contains('comment'); });
addEventListener('beforeunload', (event) => { if (unsaved) event.preventDefault(); });
document.getElementById('print').onclick = () => print();
keep.onclick = () => {
  for (const comment of document.querySelectorAll('.comment')) if (comment.textContent.trim() === '') comment.replaceChildren();
  const page = new Blob(['<!doctype html>\n' + document.documentElement.outerHTML], {type: 'text/html'});
  const link = document.createElement('a');
  link.href = URL.createObjectURL(page);
  link.download = document.title.replace(/[^\p{L}\p{N}]+/gu, '-') + '.html';
  link.click();
  unsaved = false;
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
