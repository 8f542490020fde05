// Commentaries are written in the page; "keep" saves the page with them, as one file.
document.getElementById('print').onclick = () => print();
document.getElementById('keep').onclick = () => {
  const page = new Blob(['<!doctype html>\n' + document.documentElement.outerHTML], {type: 'text/html'});
  const link = document.createElement('a');
  link.href = URL.createObjectURL(page);
  link.download = document.title.replace(/[^\p{L}\p{N}]+/gu, '-') + '.html';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
