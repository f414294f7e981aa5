// Counts of deliveries and requests, exported by OTLP. The SDK reads OTEL_EXPORTER_OTLP_ENDPOINT and the like.

import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";

const reader = new PeriodicExportingMetricReader({
	exporter: new OTLPMetricExporter(),
	exportIntervalMillis: Number(process.env.OTEL_METRIC_EXPORT_INTERVAL ?? 60_000),
});
const provider = new MeterProvider({ readers: [reader] });
const meter = provider.getMeter("azeer-webhooks");

const counts = {
	request: meter.createCounter("azeer.requests", { unit: "{request}" }),
	delivery: meter.createCounter("azeer.deliveries", { unit: "{delivery}" }),
};
const durations = {
	request: meter.createHistogram("azeer.request.duration", { unit: "s" }),
	delivery: meter.createHistogram("azeer.delivery.duration", { unit: "s" }),
};
const sizes = meter.createHistogram("azeer.delivery.size", { unit: "By" });
const undocumented = meter.createCounter("azeer.undocumented_members", { unit: "{member}" });

/** `observe` of a receiver and of a processor. Every attribute has a small set of values, and none is personal. */
export function observe({ kind, outcome, status, event, messageType, issue, drift = 0, durationMs, bytes }) {
	const attributes = {
		"azeer.outcome": outcome,
		"azeer.event": event,
		"azeer.message_type": messageType,
		"azeer.issue": issue,
		"http.response.status_code": status,
	};
	counts[kind].add(1, attributes);
	durations[kind].record(durationMs / 1000, { "azeer.outcome": outcome });
	if (kind === "delivery") {
		sizes.record(bytes);
		undocumented.add(drift, { "azeer.event": event });
	}
}

/** Exports what is left. Call it before the process ends. */
export const shutdown = () => provider.shutdown();
