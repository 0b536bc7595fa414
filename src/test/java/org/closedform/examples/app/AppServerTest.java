package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AppServerTest {
    @AutoClose
    private static final RunningApp APP = new RunningApp();

    @Test
    void listensToThisMachineOnly() throws IOException {
        int port = APP.address().getPort();
        assertTrue(
                InetAddress.getByName(APP.address().getHost()).isLoopbackAddress(), () -> "address " + APP.address());
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
        for (InetAddress other : others) {
            try (Socket socket = new Socket()) {
                assertThrows(
                        IOException.class,
                        () -> socket.connect(new InetSocketAddress(other, port), 1000),
                        () -> "somebody answers at " + other);
            }
        }
    }

    @Test
    void thePageIsAtTheRoot() {
        HttpResponse<String> response = APP.get("/");
        assertEquals(200, response.statusCode());
        assertEquals("text/html; charset=utf-8", header(response, "Content-Type"));
        assertTrue(response.body().startsWith("<!doctype html>"), response::body);
    }

    @Test
    void everyResponseHasTheSecurityHeaders() {
        for (String path : List.of("/", "/style.css", "/api/softmax", "/nothing")) {
            HttpResponse<String> response = APP.get(path);
            assertTrue(header(response, "Content-Security-Policy").startsWith("default-src 'self'"), path);
            assertEquals("nosniff", header(response, "X-Content-Type-Options"), path);
        }
    }

    @Test
    void anUnknownPathIsNotFound() {
        for (String path : List.of("/nothing", "/api/softmax/", "/../pom.xml", "/%2e%2e/pom.xml", "/AppServer.class")) {
            HttpResponse<String> response = APP.get(path);
            assertEquals(404, response.statusCode(), path);
            assertTrue(response.body().endsWith("the page is at \"/\".\n"), response::body);
        }
    }

    /** RFC 7240. Browsers log every other status as an error of the page. */
    @Test
    void aBadQueryIsRefusedWithoutAnErrorStatusIfThatIsPreferred() {
        for (String path : List.of("/api/derive?exercise=neuron&backward=2x", "/api/softmax?logits=cat")) {
            HttpResponse<String> strict = APP.get(path);
            HttpResponse<String> lenient = APP.send("GET", path, "Prefer", "handling=lenient");
            assertEquals(400, strict.statusCode(), path);
            assertEquals(200, lenient.statusCode(), path);
            assertEquals("handling=lenient", header(lenient, "Preference-Applied"));
            assertEquals(header(strict, "Content-Type"), header(lenient, "Content-Type"));
            assertEquals(strict.body(), lenient.body());
        }
        assertEquals(
                404, APP.send("GET", "/nothing", "Prefer", "handling=lenient").statusCode());
    }

    @Test
    void otherMethodsAreNotAllowed() {
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
            HttpResponse<String> response = APP.send(method, "/api/flow");
            assertEquals(405, response.statusCode(), method);
            assertEquals("GET, HEAD", header(response, "Allow"));
            assertEquals("The method is " + method + ", but only GET and HEAD are possible here.\n", response.body());
        }
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() {
        HttpResponse<String> head = APP.send("HEAD", "/style.css");
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
        assertEquals(header(APP.get("/style.css"), "Content-Length"), header(head, "Content-Length"));
    }

    @Test
    void manyQuestionsAtOnceAreAnsweredAsOneByOne() {
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            questions.add("/api/softmax?logits=" + i + ",1,-1&shift=0&target=" + i % 3 + "&derivation=right");
            questions.add("/api/flow?activation=tanh&scale=1&depth=3&norm=true&residual=false&seed=" + i);
            questions.add("/api/batch-norm?x=1,2," + i + "&dy=1,0,0&gamma=1&beta=" + i);
            questions.add("/api/flow?depth=" + (100 + i));
            questions.add("/flow.js?" + i);
        }
        List<String> oneByOne =
                questions.stream().map(question -> APP.get(question).body()).toList();
        List<CompletableFuture<String>> atOnce =
                questions.stream().map(APP::body).toList();
        assertEquals(oneByOne, atOnce.stream().map(CompletableFuture::join).toList());
    }

    @Test
    void aMistakeOfTheAppIsSaidWithoutItsDetails() {
        Router router = new Router(Map.of("/", rawQuery -> {
            throw new IllegalStateException("secret");
        }));
        Response response = router.respond("GET", URI.create("/"));
        assertEquals(500, response.status());
        assertEquals("The app failed; its console says more.\n", new String(response.body(), StandardCharsets.UTF_8));
    }

    @Test
    void closingFreesThePort() throws IOException {
        int port;
        try (AppServer server = AppServer.start(0)) {
            port = server.address().getPort();
            assertThrows(BindException.class, () -> AppServer.start(port));
        }
        InetSocketAddress place = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (Socket socket = new Socket()) {
            assertThrows(ConnectException.class, () -> socket.connect(place, 1000));
        }
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElseThrow(() -> new AssertionError("no " + name));
    }
}
