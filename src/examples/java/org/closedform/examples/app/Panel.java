package org.closedform.examples.app;

import java.util.List;

/** What computes the numbers of one panel of the page. */
interface Panel extends Route {

    /** Where to ask. */
    String path();

    /** The names of all that has to be said when asking. */
    List<String> parameters();

    /**
     * The numbers, as a record that becomes JSON.
     *
     * @throws BadQueryException if a parameter is missing or not as it should be
     */
    Record answer(Query query);

    @Override
    default Response respond(String rawQuery) {
        return Response.json(answer(Query.of(rawQuery, parameters())));
    }
}
