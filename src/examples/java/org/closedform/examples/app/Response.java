package org.closedform.examples.app;

import java.nio.charset.StandardCharsets;

/**
 * An answer to a request.
 *
 * @param status the HTTP status
 * @param type the body's media type
 * @param body the bytes, not to be changed
 */
record Response(int status, String type, byte[] body) {

    static Response json(Object value) {
        return of(200, "application/json", Json.of(value));
    }

    /** A sentence that tells a person what went wrong. */
    static Response sentence(int status, String sentence) {
        return of(status, "text/plain; charset=utf-8", sentence + "\n");
    }

    private static Response of(int status, String type, String text) {
        return new Response(status, type, text.getBytes(StandardCharsets.UTF_8));
    }
}
