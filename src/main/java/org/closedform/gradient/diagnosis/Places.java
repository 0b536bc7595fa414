package org.closedform.gradient.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.closedform.gradient.measurement.Direction;
import org.closedform.gradient.measurement.OutputNames;

/** Which elements: {@code x[0] … x[3], x[7]}. */
final class Places {
    private static final int NAMED = 4;
    private static final int RUN = 3;

    private Places() {}

    /** The elements that are wrong, if all of their derivatives are; otherwise which derivatives, or how many. */
    static String wrong(Evidence e) {
        boolean whole = e.entries()
                .allMatch(at ->
                        e.agrees(at.column()) || e.isZero(at.row(), at.column()) || !e.agrees(at.row(), at.column()));
        if (whole) {
            return elements(e, c -> !e.agrees(c));
        }
        String entries = e.wrong().count() + " of " + e.known() + " entries";
        int[] outputs = e.wrong().mapToInt(Evidence.Entry::row).distinct().toArray();
        if (outputs.length == 1 && e.isEntrywise() && e.numericRows().length > 1) {
            return entries + ", all of " + new OutputNames(e.outputs(), true).of(outputs[0]);
        }
        if (!e.isSquare()) {
            return entries;
        }
        return areAll(e, at -> at.row() < at.column())
                ? entries + ", all above the diagonal"
                : areAll(e, at -> at.row() > at.column())
                        ? entries + ", all below the diagonal"
                        : areAll(e, at -> at.row() != at.column()) ? entries + ", all off the diagonal" : entries;
    }

    private static boolean areAll(Evidence e, Predicate<Evidence.Entry> where) {
        return e.wrong().allMatch(where);
    }

    /** Elements of the part, by name. */
    static String elements(Evidence e, IntPredicate chosen) {
        int[] offsets = e.offsets();
        return list(e.columns(), chosen, c -> e.part() + Direction.index(e.x().shape(), offsets[c]));
    }

    /** The chosen indices; runs of three and more are named by their ends. */
    static String list(int count, IntPredicate chosen, IntFunction<String> name) {
        List<String> runs = new ArrayList<>();
        int left = 0;
        for (int i = 0; i < count; i++) {
            if (chosen.test(i)) {
                int end = i;
                while (end + 1 < count && chosen.test(end + 1)) {
                    end++;
                }
                end = end - i + 1 < RUN ? i : end;
                if (runs.size() < NAMED) {
                    runs.add(end == i ? name.apply(i) : name.apply(i) + " … " + name.apply(end));
                } else {
                    left += end - i + 1;
                }
                i = end;
            }
        }
        return String.join(", ", runs) + (left > 0 ? " and " + left + " more" : "");
    }
}
