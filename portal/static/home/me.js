// Signing out on a shared device: what the chat page keeps here goes too.
import { forget } from "../chat/store.js";

const form = document.getElementById("sign-out");
if (form) form.addEventListener("submit", () => forget());
