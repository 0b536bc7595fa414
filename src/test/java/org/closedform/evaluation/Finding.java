package org.closedform.evaluation;

import java.util.List;
import java.util.Set;

/**
 * What a checker says.
 *
 * @param kind alarm or not
 * @param causes the mistakes that it names, one or two candidates; empty where it names none
 * @param coordinates the coordinates that it blames
 */
record Finding(Kind kind, Set<Mistake> causes, List<String> coordinates) {
    static final Finding SILENT = new Finding(Kind.SILENT, Set.of(), List.of());
    static final Finding ALARM = new Finding(Kind.ALARM, Set.of(), List.of());

    enum Kind {
        /** The gradient is called right, or one of a kink's. */
        SILENT,
        /** It cannot be told. */
        INCONCLUSIVE,
        /** It is called wrong. */
        ALARM
    }
}
