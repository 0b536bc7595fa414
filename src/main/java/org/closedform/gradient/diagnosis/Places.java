package org.closedform.gradient.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** Which elements: {@code x[0] … x[3], x[7]}. */
final class Places {
    private static final int NAMED = 4;
    private static final int RUN = 3;

    private Places() {}

    /** The chosen ones of so many, runs of three and more by their ends. */
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
