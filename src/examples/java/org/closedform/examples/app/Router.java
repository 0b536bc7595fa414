package org.closedform.examples.app;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Passes each request to the route of its path; a request that fails is answered with a sentence that says why. A client that prefers
 * lenient handling (RFC 7240, section 4.4) gets the sentence about a bad query with status 200: browsers log every other status
 * as an error of the page, though a formula with a typo is none.
 */
final class Router implements HttpHandler {
    private static final Logger LOGGER = System.getLogger(Router.class.getName());
    private static final Set<String> METHODS = Set.of("GET", "HEAD");
    private static final String LENIENT = "handling=lenient";

    private final Map<String, Route> routes;

    Router(Map<String, Route> routes) {
        this.routes = Map.copyOf(routes);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Response response = respond(exchange.getRequestMethod(), exchange.getRequestURI());
            if (response.status() == 400
                    && LENIENT.equals(exchange.getRequestHeaders().getFirst("Prefer"))) {
                exchange.getResponseHeaders().set("Preference-Applied", LENIENT);
                response = new Response(200, response.type(), response.body());
            }
            send(exchange, response);
        }
    }

    Response respond(String method, URI uri) {
        String path = Objects.requireNonNullElse(uri.getPath(), "");
        Route route = routes.get(path);
        if (route == null) {
            return Response.sentence(404, "There is nothing at \"" + path + "\"; the page is at \"/\".");
        }
        if (!METHODS.contains(method)) {
            return Response.sentence(405, "The method is " + method + ", but only GET and HEAD are possible here.");
        }
        try {
            return route.respond(Objects.requireNonNullElse(uri.getRawQuery(), ""));
        } catch (BadQueryException e) {
            return Response.sentence(400, e.getMessage());
        } catch (RuntimeException e) {
            LOGGER.log(Level.ERROR, "no answer to " + uri, e);
            return Response.sentence(500, "The app failed; its console says more.");
        }
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", response.type());
        headers.set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cache-Control", "no-store");
        if (response.status() == 405) {
            headers.set("Allow", "GET, HEAD");
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", String.valueOf(response.body().length));
            exchange.sendResponseHeaders(response.status(), -1);
        } else {
            exchange.sendResponseHeaders(response.status(), response.body().length);
            exchange.getResponseBody().write(response.body());
        }
    }
}
