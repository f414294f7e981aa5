// A virtualised list of any length. Browsers limit an element's height, so above that limit the scrollbar is scaled: a wheel or a key moves by
// its own distance, the scrollbar's thumb by its share of the list.

import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useLayoutEffect, useRef } from "react";

/** Firefox lays out no element above 17.8 million pixels, and moves no sticky element further than half of that. */
const MAX_HEIGHT = 8_000_000;
/** How long after the last movement the scrollbar is put right, in milliseconds. */
const SETTLED = 150;

class Scale {
	total = 0;
	/** The height of what stays above the rows. */
	header = 0;
	/** Where the list is, in pixels of the whole list. */
	offset = 0;
	#top = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	get height(): number {
		return Math.min(this.total, MAX_HEIGHT);
	}

	/** How high the part is in which rows are seen. */
	room(element: HTMLElement): number {
		return element.clientHeight - this.header;
	}

	/** The list has moved with its scrollbar. */
	follow(element: HTMLElement): void {
		const top = element.scrollTop;
		const most = this.height - this.room(element);
		const last = Math.max(0, this.total - this.room(element));
		const moved = top - this.#top;
		if (this.total <= MAX_HEIGHT) {
			this.offset = top;
		} else if (moved !== 0) {
			if (top <= 0) {
				this.offset = 0;
			} else if (top >= most - 1) {
				this.offset = last;
			} else if (Math.abs(moved) < this.room(element) * 2) {
				this.offset = Math.min(last, Math.max(0, this.offset + moved));
			} else {
				this.offset = (top * last) / most;
			}
			clearTimeout(this.#timer);
			this.#timer = setTimeout(() => this.#place(element), SETTLED);
		}
		this.#top = top;
	}

	moveTo(element: HTMLElement, offset: number): void {
		this.offset = Math.min(Math.max(0, offset), Math.max(0, this.total - this.room(element)));
		this.#place(element);
	}

	/** Puts the scrollbar where the list is. */
	#place(element: HTMLElement): void {
		const last = this.total - this.room(element);
		const share = last <= 0 ? 0 : this.offset / last;
		element.scrollTop = this.total <= MAX_HEIGHT ? this.offset : share * (this.height - this.room(element));
		this.#top = element.scrollTop;
	}
}

export interface ScaledRows {
	readonly rows: readonly { readonly index: number; readonly top: number }[];
	/** The height of the element that scrolls. */
	readonly height: number;
	/** Moves only as far as is needed to show the row. */
	show(index: number): void;
}

/** The rows to draw, each with its distance from the top of the list's window. */
export function useScaledRows(
	scroller: RefObject<HTMLDivElement | null>,
	count: number,
	rowHeight: number,
	header = 0,
): ScaledRows {
	const scale = useRef(new Scale()).current;
	scale.total = count * rowHeight;
	scale.header = header;
	const report = useRef<(() => void) | null>(null);
	const virtualizer = useVirtualizer<HTMLDivElement, Element>({
		count,
		getScrollElement: () => scroller.current,
		estimateSize: () => rowHeight,
		overscan: 6,
		observeElementOffset(instance, tell) {
			const element = instance.scrollElement;
			if (element === null) {
				return;
			}
			// Rows are of a known height, so the virtualizer need not know what moved the list.
			report.current = () => tell(scale.offset, false);
			const follow = () => {
				scale.follow(element);
				report.current?.();
			};
			report.current();
			element.addEventListener("scroll", follow, { passive: true });
			return () => element.removeEventListener("scroll", follow);
		},
		scrollToFn: (offset, _, { scrollElement }) => {
			if (scrollElement !== null) {
				scale.moveTo(scrollElement, offset);
			}
		},
	});
	// biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height are elsewhere
	useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
	// A list that became shorter may end above the place where it was.
	useLayoutEffect(() => {
		const element = scroller.current;
		if (element !== null && scale.offset > Math.max(0, count * rowHeight - scale.room(element))) {
			scale.moveTo(element, scale.offset);
			report.current?.();
		}
	}, [scroller, scale, count, rowHeight]);
	return {
		rows: virtualizer
			.getVirtualItems()
			.map(({ index }) => ({ index, top: index * rowHeight - scale.offset })),
		height: scale.height,
		show(index) {
			const element = scroller.current;
			if (element === null) {
				return;
			}
			const top = index * rowHeight;
			const lowest = top + rowHeight - scale.room(element);
			const offset = Math.min(top, Math.max(scale.offset, lowest));
			if (offset !== scale.offset) {
				scale.moveTo(element, offset);
				report.current?.();
			}
		},
	};
}
