// A case that its reader may not see any more (sealed, say): the part of its page that asks by itself is told 404, and the
// page, with all its words, gives way to what its address says now.
document.addEventListener("htmx:response:error", (event) => {
  if (event.detail.ctx.response.status === 404) location.reload();
});
