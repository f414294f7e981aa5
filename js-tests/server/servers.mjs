// Servers of Node.js and of frameworks with a receiver, as docs/receiving.md has them.

import "reflect-metadata";
import { once } from "node:events";
import { createServer } from "node:http";
import { Controller, Module, Post, Req, Res } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import express5 from "express";
import express4 from "express4";
import fastify from "fastify";
import Koa from "koa";
import bodyParser from "koa-bodyparser";

const PATH = "/azeer";

async function listening(listener) {
	const server = createServer(listener).listen(0, "127.0.0.1");
	await once(server, "listening");
	return {
		port: server.address().port,
		server,
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}

function express(make, ...before) {
	return (listener) => {
		const app = make();
		for (const it of before) {
			app.use(it(make));
		}
		app.post(PATH, listener);
		app.use(make.json());
		return listening(app);
	};
}

function koa(...before) {
	return (listener) => {
		const app = new Koa();
		for (const it of before) {
			app.use(it);
		}
		app.use(listener);
		return listening(app.callback());
	};
}

async function fastifyListening(app) {
	await app.listen({ port: 0, host: "127.0.0.1" });
	return {
		port: app.server.address().port,
		server: app.server,
		close: () => {
			app.server.closeAllConnections();
			return app.close();
		},
	};
}

/** A module with a controller that hands its request to the listener; without decorators, which Node.js does not read. */
function nestModule(listener) {
	class Hook {
		hook(request, response) {
			return listener(request, response);
		}
	}
	Req()(Hook.prototype, "hook", 0);
	Res()(Hook.prototype, "hook", 1);
	Post()(Hook.prototype, "hook", Object.getOwnPropertyDescriptor(Hook.prototype, "hook"));
	Controller(PATH)(Hook);
	class AppModule {}
	Module({ controllers: [Hook] })(AppModule);
	return AppModule;
}

function nest(options, isMiddleware) {
	return async (listener) => {
		const app = await NestFactory.create(nestModule(listener), { logger: false, ...options });
		if (isMiddleware) {
			app.use(PATH, listener);
		}
		await app.listen(0, "127.0.0.1");
		const server = app.getHttpServer();
		return {
			port: server.address().port,
			server,
			close: () => {
				server.closeAllConnections();
				return app.close();
			},
		};
	};
}

/** Keeps what it reads, as many have it. */
const keepsRawBody = (make) =>
	make.json({
		verify: (request, _response, bytes) => {
			request.rawBody = bytes;
		},
	});

/** Servers that get the body as it came. */
export const raw = {
	"node:http": listening,
	"Express 4": express(express4),
	"Express 5": express(express5),
	Koa: koa(),
	Fastify: (listener) => {
		const app = fastify();
		app.register(async (scope) => {
			scope.removeAllContentTypeParsers();
			scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
			scope.post(PATH, listener);
		});
		return fastifyListening(app);
	},
	NestJS: nest({}, true),
};

/** Servers that have a body parser before the receiver, which keeps what it has read. */
export const kept = {
	"Express 4, rawBody": express(express4, keepsRawBody),
	"Express 5, rawBody": express(express5, keepsRawBody),
	"Express 5, bytes": express(express5, (make) => make.raw({ type: () => true })),
	"Express 5, text": express(express5, (make) => make.text({ type: () => true })),
	"Koa, rawBody": koa(bodyParser()),
	"NestJS, rawBody": nest({ rawBody: true }, false),
};

/** Servers that have a body parser before the receiver, which leaves what it has parsed. */
export const parsed = {
	"Express 4, parsed": express(express4, (make) => make.json()),
	"Express 5, parsed": express(express5, (make) => make.json()),
	"Fastify, parsed": (listener) => {
		const app = fastify();
		app.post(PATH, listener);
		return fastifyListening(app);
	},
	"NestJS, parsed": nest({}, false),
};

/** What reads the body and leaves nothing, or something else than JSON. */
export const consuming = {
	"read and dropped": express(express5, () => (request, _response, next) => {
		request.on("data", () => {}).on("end", next);
	}),
	"Express 4, read by something else than its parser": express(
		express4,
		() => (request, _response, next) => {
			request.on("data", () => {}).on("end", next);
		},
		(make) => make.json({ type: "application/another" }),
	),
	"in the middle of being read": express(express5, () => (request, _response, next) => {
		request.once("data", () => {
			request.pause();
			next();
		});
	}),
	"a form": express(express5, (make) => make.urlencoded({ extended: false })),
	"no JSON": express(express5, () => (request, _response, next) => {
		request
			.on("data", () => {})
			.on("end", () => {
				request.body = { big: 1n };
				next();
			});
	}),
};

/** Runs with a server, and closes it. */
export async function serving(make, listener, run) {
	const it = await make(listener);
	try {
		return await run(`http://127.0.0.1:${it.port}${PATH}`, it.port, it.server);
	} finally {
		await it.close();
	}
}
