package org.closedform.examples.app;

/** What is at one path of the server. */
@FunctionalInterface
interface Route {

    /**
     * The response to a GET.
     *
     * @param rawQuery what came after the question mark, still encoded; empty if nothing did
     * @throws BadQueryException if that is not as it should be
     */
    Response respond(String rawQuery);
}
