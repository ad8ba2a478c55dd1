// A case goes to a body or to a grid worker: choosing the one takes the other back, so that the form shows what will be sent.
// Without this script the server does the same for what the page had chosen by itself.
document.addEventListener("change", (event) => {
  const { form, name, value } = event.target;
  if (!form || !value || !["body", "worker"].includes(name) || !form.elements.worker_was) return;
  form.elements[name === "body" ? "worker" : "body"].value = "";
});
