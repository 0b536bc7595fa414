package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.closedform.onnx.Json;

/** The app on a free port, and somebody who asks it. */
final class RunningApp implements AutoCloseable {
    private final AppServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    RunningApp() {
        try {
            server = AppServer.start(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI address() {
        return server.address();
    }

    HttpResponse<String> send(String method, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address().resolve(path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), BodyHandlers.ofString()).join();
    }

    HttpResponse<String> get(String path) {
        return send("GET", path);
    }

    CompletableFuture<String> body(String path) {
        HttpRequest request = HttpRequest.newBuilder(address().resolve(path)).build();
        return client.sendAsync(request, BodyHandlers.ofString()).thenApply(HttpResponse::body);
    }

    /** What a panel answers. */
    Answer answer(String path) {
        HttpResponse<String> response = get(path);
        assertEquals(200, response.statusCode(), response::body);
        return new Answer(Json.parse(response.body()));
    }

    @Override
    public void close() {
        server.close();
    }

    /** A JSON value. */
    record Answer(Object json) {

        Answer at(String name) {
            return new Answer(((Map<?, ?>) json).get(name));
        }

        List<Answer> list() {
            return ((List<?>) json).stream().map(Answer::new).toList();
        }

        /** JSON has no infinity; it is a string. */
        double number() {
            return Double.parseDouble(json instanceof String text ? text : ((Json.Literal) json).text());
        }

        double number(String name) {
            return at(name).number();
        }

        double[] vector(String name) {
            return at(name).vector();
        }

        double[] vector() {
            return list().stream().mapToDouble(Answer::number).toArray();
        }

        String text(String name) {
            return (String) at(name).json;
        }
    }
}
