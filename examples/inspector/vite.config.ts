import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { offline } from "./offline.ts";

export default defineConfig({
	// Relative, so that the page can be in any folder of a server.
	base: "./",
	plugins: [react(), offline()],
	build: { target: "es2023", modulePreload: false, chunkSizeWarningLimit: 600 },
});
