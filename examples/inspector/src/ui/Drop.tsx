// Files that are dropped anywhere on the page, or chosen.

import { FileUp } from "lucide-react";
import { useEffect, useRef, useState } from "react";

/** Whether files are held over the page. */
export function useDrop(onFiles: (files: readonly File[]) => void): boolean {
	const [isOver, setOver] = useState(false);
	const take = useRef(onFiles);
	take.current = onFiles;
	useEffect(() => {
		const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
		const over = (event: DragEvent) => {
			if (hasFiles(event)) {
				event.preventDefault();
				setOver(true);
			}
		};
		const leave = (event: DragEvent) => {
			if (event.relatedTarget === null) {
				setOver(false);
			}
		};
		const drop = (event: DragEvent) => {
			if (hasFiles(event)) {
				event.preventDefault();
				setOver(false);
				take.current([...(event.dataTransfer?.files ?? [])]);
			}
		};
		addEventListener("dragover", over);
		addEventListener("dragleave", leave);
		addEventListener("drop", drop);
		return () => {
			removeEventListener("dragover", over);
			removeEventListener("dragleave", leave);
			removeEventListener("drop", drop);
		};
	}, []);
	return isOver;
}

interface Props {
	readonly className: string;
	readonly label: string;
	onFiles(files: readonly File[]): void;
}

/** A button that opens the dialog for files. */
export function FileButton({ className, label, onFiles }: Props) {
	const input = useRef<HTMLInputElement>(null);
	return (
		<>
			<button type="button" className={className} onClick={() => input.current?.click()}>
				<FileUp aria-hidden="true" /> {label}
			</button>
			<input
				ref={input}
				type="file"
				multiple
				hidden
				onChange={({ target }) => {
					onFiles([...(target.files ?? [])]);
					// The same file can be chosen again.
					target.value = "";
				}}
			/>
		</>
	);
}

export function DropZone({ onFiles }: { onFiles(files: readonly File[]): void }) {
	return (
		<section className="drop">
			<h2>Drop logs</h2>
			<p>
				NDJSON or a JSON array, of any size, also compressed by gzip, and what{" "}
				<code>npx azeer-webhooks listen</code> has written. Several files are read one after the other.
			</p>
			<FileButton className="primary" label="Choose files" onFiles={onFiles} />
			<p className="promise">Files are read in this browser. Nothing leaves the page.</p>
		</section>
	);
}
