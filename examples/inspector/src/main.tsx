import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./ui/App.tsx";
import { start } from "./ui/client.ts";
import "./styles.css";

createRoot(document.getElementById("root") as HTMLElement).render(
	<StrictMode>
		<App />
	</StrictMode>,
);

// The page is there: now what it needs next.
setTimeout(start);

if (import.meta.env.PROD && "serviceWorker" in navigator) {
	// Without it the page only needs its server.
	navigator.serviceWorker.register("./offline.js").catch(() => {});
}
