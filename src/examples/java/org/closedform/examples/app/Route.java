package org.closedform.examples.app;

/** Responds to requests for one path of the server. */
@FunctionalInterface
interface Route {

    /**
     * The response to a GET.
     *
     * @param rawQuery the query of the URL, after the question mark and still encoded; empty if there is none
     * @throws BadQueryException if the query is invalid
     */
    Response respond(String rawQuery);
}
