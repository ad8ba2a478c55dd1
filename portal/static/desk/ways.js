// On a phone the ways in may be one row that is pushed sideways: the one of this page is in sight.

const row = document.querySelector(".site-nav--row");
const here = row?.querySelector('[aria-current="page"]');
if (here) row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
