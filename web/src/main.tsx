import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { startGates } from "./app/session.ts";
import { startLanguage } from "./i18n/index.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/print.css";

startGates();
void startLanguage().finally(() => {
  const root = document.getElementById("root");
  if (root) createRoot(root).render(<App />);
});
