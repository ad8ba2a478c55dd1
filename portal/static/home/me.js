// Signing out on a shared device: what the chat page keeps here goes too.
const form = document.getElementById("sign-out");
if (form) {
  form.addEventListener("submit", () => {
    try {
      for (const name of Object.keys(localStorage)) if (name.startsWith("linli.chat.")) localStorage.removeItem(name);
    } catch (error) {
      // storage is closed: nothing was kept
    }
  });
}
