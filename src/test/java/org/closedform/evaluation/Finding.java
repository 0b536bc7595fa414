package org.closedform.evaluation;

import java.util.List;
import java.util.Set;

/**
 * What a checker says.
 *
 * @param kind alarm or not
 * @param causes the diagnoses that it gives; empty where it gives none
 * @param coordinates the coordinates that it blames
 */
record Finding(Kind kind, Set<String> causes, List<String> coordinates) {
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
