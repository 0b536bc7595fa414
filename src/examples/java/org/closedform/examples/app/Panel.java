package org.closedform.examples.app;

import java.util.List;

/** Computes the numbers of one panel of the page. */
interface Panel extends Route {

    /** The path that the panel answers. */
    String path();

    /** The names of the parameters, all of which are required. */
    List<String> parameters();

    /**
     * Computes the numbers, as a record that becomes JSON.
     *
     * @throws BadQueryException if a parameter is missing or invalid
     */
    Record answer(Query query);

    /** What an exported page can ask this panel. */
    default Grid exported() {
        return Grid.NONE;
    }

    @Override
    default Response respond(String rawQuery) {
        return Response.json(answer(Query.of(rawQuery, parameters())));
    }
}
